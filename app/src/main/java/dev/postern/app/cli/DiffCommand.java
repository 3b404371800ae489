package dev.postern.app.cli;

import dev.postern.app.service.Adapters;
import dev.postern.app.service.Inspection;
import dev.postern.domain.config.ConfigTree;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.snapshot.ElementChange;
import dev.postern.domain.snapshot.SnapshotDiff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = {
            "Compares two configurations, element by element and key by key. Defaults count: what is written and what is",
            "left to its default are the same. Nothing is run, and discovered endpoints are not asked for."
        },
        footer = {
            "",
            "Examples:",
            "  postern diff postern.yaml new.yaml",
            "  postern diff conf.d/ consul://127.0.0.1:8500/postern",
            "  postern diff --exit-code --format json old.yaml new.yaml",
            "",
            "Differences alone end with 0; with --exit-code they end with 4, which nothing else does."
        })
final class DiffCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "A", description = "Before: a file, a folder or a URI.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "B", description = "After: a file, a folder or a URI.")
    private String after = "";

    @Option(names = "--exit-code", description = "Exit code 4 where they differ.")
    private boolean isTold;

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}. Default: text.")
    private Format format = Format.text;

    enum Format {
        text,
        json
    }

    DiffCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException {
        Adapters adapters = context.adapters().get();
        Inspection first = inspect(adapters, before);
        Inspection second = inspect(adapters, after);
        if (first instanceof Inspection.Sound(var was, var _) && second instanceof Inspection.Sound(var is, var _)) {
            SnapshotDiff diff = SnapshotDiff.between(elements(was.config()), Map.of(), elements(is.config()), Map.of());
            print(diff);
            return diff.isEmpty() || !isTold ? ExitCode.OK : ExitCode.DIFFERENT;
        }
        return Math.max(Findings.complain(first, context.err()), Findings.complain(second, context.err()));
    }

    private static Inspection inspect(Adapters adapters, String source) throws CommandException {
        return Inspection.of(adapters, ConfigOption.open(adapters, List.of(source)), CheckCommand.PATIENCE);
    }

    /** All of a configuration, the sections that nobody wrote included. */
    private static List<Element> elements(ProxyConfig config) {
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put(Section.LISTENERS.key(), config.listeners());
        sections.put(Section.ROUTES.key(), config.routes());
        sections.put(Section.UPSTREAMS.key(), config.upstreams());
        sections.put(Section.CERTIFICATES.key(), config.certificates());
        sections.put(Section.FORWARDING.key(), config.forwarding());
        config.admin().ifPresent(admin -> sections.put(Section.ADMIN.key(), admin));
        sections.put(Section.LOG.key(), config.log());
        config.tracing().ifPresent(tracing -> sections.put(Section.TRACING.key(), tracing));
        sections.put(Section.SHUTDOWN.key(), config.shutdown());
        sections.put(Section.TLS.key(), config.tls());
        sections.put(Section.ROUTING.key(), config.routing());
        sections.put(Section.CHANGES.key(), config.changes());
        sections.put(Section.OVERLOAD.key(), config.overload());
        List<Element> elements = new ArrayList<>();
        for (Section section : Section.values()) {
            switch (sections.get(section.key())) {
                case Map<?, ?> named ->
                    named.forEach((name, value) ->
                            elements.add(element(new ElementId(section, String.valueOf(name)), (Record) value)));
                case Record single -> elements.add(element(new ElementId(section, ""), single));
                case null -> {}
                default -> throw new IllegalStateException("no section " + section.key());
            }
        }
        return elements;
    }

    private static Element element(ElementId id, Record value) {
        return new Element(id, value, Map.of());
    }

    private void print(SnapshotDiff diff) {
        switch (format) {
            case json -> context.out().println(JsonText.of(json(diff)));
            case text -> {
                diff.changes().forEach(this::print);
                if (diff.omitted() > 0) {
                    context.out().println("... and " + diff.omitted() + " more");
                }
            }
        }
    }

    private void print(ElementChange change) {
        String mark = switch (change.kind()) {
            case ADDED -> "+ ";
            case REMOVED -> "- ";
            case CHANGED -> "~ ";
        };
        context.out().println(mark + change.id());
        for (ConfigTree.Difference key : change.keys()) {
            context.out()
                    .println("    " + key.path() + ": " + key.before().orElse("(none)") + " -> "
                            + key.after().orElse("(none)"));
        }
    }

    private static Map<String, Object> json(SnapshotDiff diff) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("same", diff.isEmpty());
        report.put("added", diff.added());
        report.put("removed", diff.removed());
        report.put("changed", diff.changed());
        report.put("omitted", diff.omitted());
        report.put("changes", diff.changes().stream().map(DiffCommand::json).toList());
        return report;
    }

    private static Map<String, Object> json(ElementChange change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("element", change.id().path());
        fields.put("change", change.kind().name().toLowerCase(Locale.ROOT));
        fields.put("keys", change.keys().stream().map(DiffCommand::json).toList());
        return fields;
    }

    private static Map<String, Object> json(ConfigTree.Difference key) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", key.path());
        put(fields, "before", key.before());
        put(fields, "after", key.after());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, Optional<String> value) {
        value.ifPresent(text -> fields.put(name, text));
    }
}
