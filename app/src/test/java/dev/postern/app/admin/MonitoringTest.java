package dev.postern.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.RecordingTransport;
import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.ConfigStatus;
import dev.postern.app.service.Lags;
import dev.postern.app.service.Readiness;
import dev.postern.app.telemetry.Sight;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard, the alerts and the runbooks speak of figures that there are. */
class MonitoringTest {
    private static final Path ROOT = Path.of(Files.exists(Path.of("src/dist")) ? ".." : ".");
    private static final Path EXAMPLE = ROOT.resolve("app/src/dist/examples/monitoring");
    private static final Pattern NAME = Pattern.compile("\\b(?:postern|jvm|process)_[a-z_]+[a-z]\\b");
    private static final Pattern ENDING = Pattern.compile("_(bucket|count|sum)$");

    private static Set<String> names() {
        ConfigControl nothing = (ConfigControl) Proxy.newProxyInstance(
                MonitoringTest.class.getClassLoader(),
                new Class<?>[] {ConfigControl.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "status" ->
                        new ConfigStatus(
                                1,
                                Optional.empty(),
                                "",
                                Optional.empty(),
                                List.of(),
                                new ConfigStatus.Counts(1, 0, Duration.ZERO));
                    case "readiness" -> new Readiness(true, "");
                    case "lags" -> Lags.NONE;
                    case "snapshot" -> Optional.empty();
                    default -> List.of();
                });
        return new Metrics(nothing, new RecordingTransport(), new Sight())
                .figures()
                .names();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> namesIn(String text) {
        return NAME.matcher(text).results().map(it -> it.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String operations() {
        return text(ROOT.resolve("docs/operations.md"));
    }

    @Test
    void theDashboardAndTheAlertsUseOnlyWhatThereIs() {
        for (String file : List.of("grafana/dashboards/postern.json", "alerts.yml", "alerts-test.yml")) {
            Set<String> used = namesIn(text(EXAMPLE.resolve(file)));
            assertTrue(used.size() > 8, () -> file + " uses only " + used);
            used.removeAll(names());
            assertEquals(Set.of(), used, file);
        }
    }

    @Test
    void operationsTellOfEveryFigureAndOfNoOther() {
        String text = operations();
        String figures = text.substring(text.indexOf("## Figures"), text.indexOf("## Alerts"));
        Set<String> expected = names().stream()
                .map(name -> ENDING.matcher(name).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, namesIn(figures));
        Set<String> inRunbooks = namesIn(text.substring(text.indexOf("## Alerts"), text.indexOf("## Health of")));
        inRunbooks.removeAll(expected);
        assertEquals(Set.of(), inRunbooks);
    }

    @Test
    void everyAlertHasARunbookThatSaysHowUrgentItIs() {
        String rules = text(EXAMPLE.resolve("alerts.yml"));
        Set<String> alerts = Pattern.compile("alert: (\\w+)(?s:.*?)severity: (\\w+)")
                .matcher(rules)
                .results()
                .map(it -> it.group(1) + " (" + it.group(2) + ")")
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> runbooks = operations()
                .lines()
                .filter(line -> line.startsWith("### Postern"))
                .flatMap(line -> List.of(line.substring("### ".length()).split(", ")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(alerts.size() > 20, alerts::toString);
        assertEquals(alerts, runbooks);
    }
}
