package dev.postern.app.admin;

import dev.postern.app.admin.Operation.Content;
import dev.postern.app.admin.Overview.CertificateRow;
import dev.postern.app.service.ChangeOutcome;
import dev.postern.app.service.CheckResult;
import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.ConfigStatus;
import dev.postern.app.service.EffectiveElement;
import dev.postern.app.service.HistoryEntry;
import dev.postern.domain.config.Section;
import dev.postern.domain.snapshot.SnapshotDiff;
import dev.postern.ports.config.ConfigDocument;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What may be asked of the configuration, and done with it. */
final class ConfigOperations {
    private static final int PATIENCE_SECONDS = 30;
    private static final int MOST_ENTRIES = 1000;

    private final ConfigControl config;

    ConfigOperations(ConfigControl config) {
        this.config = config;
    }

    List<Operation> all() {
        return List.of(
                change("/reload", "reads all sources again", List.of(), Content.NOTHING, this::reload),
                Operation.get("/config", "what is in force", List.of("section", "name"), this::effective),
                Operation.get(
                        "/config/history", "what changed when", List.of("limit", "version", "changes"), this::history),
                Operation.get("/config/difference", "what a rollback would change", List.of("to"), this::difference),
                Operation.get(
                        "/certificates", "certificates in force, without their keys", List.of(), this::certificates),
                Operation.get("/config/problems", "what is held back and why", List.of(), this::problems),
                change("/config/check", "what would become of it", List.of(), Content.CANDIDATE, this::check),
                change(
                        "/config/apply",
                        "puts it in force; without a body, what is held back as suspicious",
                        List.of(),
                        Content.CANDIDATE,
                        this::apply),
                change(
                        "/config/rollback",
                        "puts a former configuration in force",
                        List.of("to"),
                        Content.NOTHING,
                        this::rollback));
    }

    private static Operation change(
            String path, String summary, List<String> parameters, Content content, Operation.Handler handler) {
        return new Operation("POST", path, summary, parameters, content, handler);
    }

    private record Reloading(long version, String message) {}

    private Answer reload(Ask ask) {
        config.reload();
        String message = "All sources are being read again; /config/history and /config/problems tell what came of it.";
        return Answer.json(202, new Reloading(config.status().version(), message));
    }

    private record Effective(
            long version,
            Optional<Instant> appliedAt,
            String cause,
            Optional<String> override,
            boolean stale,
            Map<String, Object> config,
            Map<String, String> origins) {}

    private Answer effective(Ask ask) throws RefusedException {
        Optional<String> section = ask.parameter("section");
        Optional<String> name = ask.parameter("name");
        if (section.isPresent() && Arrays.stream(Section.values()).noneMatch(each -> isOf(each, section.get()))) {
            throw new RefusedException(400, "There is no section '" + section.get() + "'.");
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        ConfigStatus status = config.status();
        for (EffectiveElement element :
                config.effective(id -> section.stream().allMatch(wanted -> isOf(id.section(), wanted))
                        && name.stream().allMatch(id.name()::equals))) {
            origins.put(element.id().path(), element.origin());
            put(tree, element);
        }
        return Answer.ok(new Effective(
                status.version(),
                status.appliedAt(),
                status.cause(),
                status.override(),
                status.isStale(),
                tree,
                origins));
    }

    private static boolean isOf(Section section, String key) {
        return section.key().equals(key);
    }

    private static void put(Map<String, Object> tree, EffectiveElement element) {
        Section section = element.id().section();
        if (section.isNamed()) {
            @SuppressWarnings("unchecked") // why: only maps are put for sections that are maps.
            Map<String, Object> named =
                    (Map<String, Object>) tree.computeIfAbsent(section.key(), _ -> new LinkedHashMap<String, Object>());
            named.put(element.id().name(), element.value());
        } else {
            tree.put(section.key(), element.value());
        }
    }

    private record Entry(
            long version, Instant at, String cause, boolean canRollBack, Views.DifferenceView difference) {}

    private Answer history(Ask ask) throws RefusedException {
        int limit = ask.number("limit", 20, 1, MOST_ENTRIES);
        int changes = ask.number("changes", SnapshotDiff.MOST_CHANGES, 0, SnapshotDiff.MOST_CHANGES);
        Optional<Long> version =
                ask.parameter("version").isPresent() ? Optional.of(version(ask.required("version"))) : Optional.empty();
        List<Entry> entries = config.history().stream()
                .filter(entry -> version.stream().allMatch(wanted -> wanted == entry.version()))
                .limit(limit)
                .map(entry -> entry(entry, changes))
                .toList();
        return Answer.ok(Map.of("entries", entries));
    }

    private static Entry entry(HistoryEntry entry, int changes) {
        return new Entry(
                entry.version(),
                entry.at(),
                entry.cause(),
                entry.canRollBack(),
                Views.difference(entry.difference(), changes));
    }

    private Answer difference(Ask ask) throws RefusedException, InterruptedException {
        long to = version(ask.required("to"));
        SnapshotDiff found = awaited(config.difference(to))
                .orElseThrow(() -> new RefusedException(
                        404, "There is no configuration " + to + " in the history to go back to."));
        return Answer.ok(Views.difference(found));
    }

    private static long version(String written) throws RefusedException {
        if (!written.matches("[0-9]{1,18}")) {
            throw new RefusedException(400, "'" + written + "' is not the version of an entry of /config/history.");
        }
        return Long.parseLong(written);
    }

    private record Problems(long version, List<Views.ProblemView> problems, List<ConfigStatus.SourceStatus> sources) {}

    private Answer problems(Ask ask) {
        ConfigStatus status = config.status();
        return Answer.ok(new Problems(status.version(), Views.problems(config.problems()), status.sources()));
    }

    private Answer certificates(Ask ask) {
        Instant now = Instant.now();
        return Answer.ok(Map.of(
                "certificates",
                config.certificates().stream()
                        .map(facts -> CertificateRow.of(facts, now))
                        .toList()));
    }

    private record Checked(
            boolean valid, List<Views.ProblemView> problems, Optional<Views.DifferenceView> difference) {}

    private Answer check(Ask ask) throws RefusedException, InterruptedException {
        if (ask.body().isEmpty()) {
            throw new RefusedException(400, "There is no configuration in the body.");
        }
        CheckResult result = awaited(config.check(candidate(ask)));
        return Answer.ok(new Checked(
                result.isValid(),
                Views.problems(result.problems()),
                result.difference().map(Views::difference)));
    }

    private Answer apply(Ask ask) throws RefusedException, InterruptedException {
        return outcome(ask.body().isEmpty() ? config.confirmHeld() : config.apply(candidate(ask)));
    }

    private Answer rollback(Ask ask) throws RefusedException, InterruptedException {
        return outcome(config.rollback(version(ask.required("to"))));
    }

    private static List<ConfigDocument> candidate(Ask ask) {
        return List.of(ConfigControl.candidate(ask.body()));
    }

    private record Changed(
            String outcome,
            long version,
            Optional<Views.DifferenceView> difference,
            List<Views.ProblemView> problems) {}

    private record Refused(String error, String outcome, List<Views.ProblemView> problems) {}

    private Answer outcome(CompletableFuture<ChangeOutcome> future) throws RefusedException, InterruptedException {
        return switch (awaited(future)) {
            case ChangeOutcome.Applied applied ->
                Answer.ok(new Changed(
                        "applied",
                        applied.version(),
                        Optional.of(Views.difference(applied.difference())),
                        Views.problems(applied.problems())));
            case ChangeOutcome.Unchanged same ->
                Answer.ok(new Changed("unchanged", same.version(), Optional.empty(), List.of()));
            case ChangeOutcome.Refused refused ->
                Answer.json(409, new Refused(refused.reason(), "refused", Views.problems(refused.problems())));
        };
    }

    private static <T> T awaited(CompletableFuture<T> future) throws RefusedException, InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new RefusedException(
                    504, "It is not done after " + PATIENCE_SECONDS + " s; /config/history will tell what came of it.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
