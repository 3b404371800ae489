package dev.postern.app.cli;

import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code check} found, as SARIF 2.1.0, which code review tools show beside the lines of a file. */
final class SarifReport {
    private static final String DIALECT = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String ERROR = "configuration-error";
    private static final String WARNING = "configuration-warning";

    private SarifReport() {}

    static String of(List<Checked> all) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver()));
        run.put("columnKind", "unicodeCodePoints");
        List<Object> notifications = new ArrayList<>();
        List<Object> results = new ArrayList<>();
        for (Checked checked : all) {
            checked.reasons().forEach(reason -> notifications.add(notification(reason)));
            checked.problems().forEach(problem -> results.add(result(problem)));
        }
        Map<String, Object> invocation = new LinkedHashMap<>();
        invocation.put("executionSuccessful", notifications.isEmpty());
        invocation.put("toolExecutionNotifications", notifications);
        run.put("invocations", List.of(invocation));
        run.put("results", results);
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", DIALECT);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return JsonText.of(log);
    }

    private static Map<String, Object> driver() {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "Postern");
        driver.put("version", VersionCommand.version());
        driver.put(
                "rules",
                List.of(
                        rule(ERROR, "The configuration can't be put in force.", "error"),
                        rule(WARNING, "The configuration can hardly be meant like this.", "warning")));
        return driver;
    }

    private static Map<String, Object> rule(String id, String text, String level) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("id", id);
        rule.put("shortDescription", Map.of("text", text));
        rule.put("defaultConfiguration", Map.of("level", level));
        return rule;
    }

    private static Map<String, Object> notification(String reason) {
        Map<String, Object> notification = new LinkedHashMap<>();
        notification.put("level", "error");
        notification.put("message", Map.of("text", reason));
        return notification;
    }

    private static Map<String, Object> result(Problem problem) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", problem.isError() ? ERROR : WARNING);
        result.put("ruleIndex", problem.isError() ? 0 : 1);
        result.put("level", problem.isError() ? "error" : "warning");
        String subject = problem.path().isEmpty() ? "" : problem.path() + ": ";
        result.put("message", Map.of("text", subject + problem.message()));
        result.put("locations", List.of(location(problem)));
        return result;
    }

    private static Map<String, Object> location(Problem problem) {
        Map<String, Object> location = new LinkedHashMap<>();
        uri(problem.place().origin()).ifPresent(uri -> {
            Map<String, Object> physical = new LinkedHashMap<>();
            physical.put("artifactLocation", Map.of("uri", uri));
            region(problem.place()).ifPresent(region -> physical.put("region", region));
            location.put("physicalLocation", physical);
        });
        String path = problem.path().isEmpty() ? problem.place().origin() : problem.path();
        location.put("logicalLocations", List.of(Map.of("fullyQualifiedName", path)));
        return location;
    }

    private static Optional<Map<String, Object>> region(Place place) {
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("startLine", place.line());
        region.put("startColumn", place.column());
        return place.line() > 0 ? Optional.of(region) : Optional.empty();
    }

    /** A file's path as a URI: relative where it was given so, as tools look for it below the root of a checkout. */
    private static Optional<String> uri(String origin) {
        try {
            Path path = Path.of(origin);
            URI uri = path.isAbsolute() ? new URI("file", "", origin, null) : new URI(null, null, origin, null);
            return Optional.of(uri.toASCIIString());
        } catch (URISyntaxException | IllegalArgumentException notAFile) {
            return Optional.empty();
        }
    }
}
