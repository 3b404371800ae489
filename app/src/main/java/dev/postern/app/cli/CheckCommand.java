package dev.postern.app.cli;

import dev.postern.app.cli.Checked.Strictness;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.Inspection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = "Reads configurations as a start would and prints every problem, without running anything.",
        footer = {
            "",
            "Examples:",
            "  postern check postern.yaml",
            "  postern check conf.d/ --strict",
            "  postern check --together base.yaml routes.yaml",
            "  postern check --format sarif conf.d/ > postern.sarif"
        })
final class CheckCommand implements Callable<Integer> {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    enum Format {
        text,
        json,
        sarif
    }

    private final CommandContext context;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A file, a folder, or a URI such as consul://HOST:PORT/PREFIX; each is one configuration.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--together", description = "All of them are one configuration, as with several --config.")
    private boolean isTogether;

    @Option(names = "--strict", description = "A warning is a problem as well: exit code 1.")
    private boolean isStrict;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: text. Problems of json and sarif have line and column.")
    private Format format = Format.text;

    CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException {
        Adapters adapters = context.adapters().get();
        List<List<String>> configurations =
                isTogether ? List.of(files) : files.stream().map(List::of).toList();
        Strictness strictness = isStrict ? Strictness.WARNINGS_TOO : Strictness.ERRORS_ONLY;
        List<Checked> all = new ArrayList<>();
        for (List<String> sources : configurations) {
            Checked checked = check(adapters, sources);
            all.add(checked);
            if (format == Format.text) {
                print(checked, strictness, configurations.size() > 1 ? " (" + sources.getFirst() + ")" : "");
            }
        }
        switch (format) {
            case text -> {}
            case json -> context.out().println(CheckReport.json(all, strictness));
            case sarif -> context.out().println(SarifReport.of(all));
        }
        return all.stream()
                .mapToInt(checked -> checked.exitCode(strictness))
                .max()
                .orElse(ExitCode.OK);
    }

    /** why: one file that is missing doesn't keep the problems of the others back. */
    private static Checked check(Adapters adapters, List<String> sources) throws CommandException {
        try {
            return new Checked(sources, Inspection.of(adapters, ConfigOption.open(adapters, sources), PATIENCE));
        } catch (CommandException e) {
            if (e.exitCode() == ExitCode.CANNOT_START) {
                return new Checked(sources, new Inspection.Unreadable(List.of(Failures.firstLine(e)), List.of()));
            }
            throw e;
        }
    }

    private void print(Checked checked, Strictness strictness, String suffix) {
        checked.problems().forEach(context.out()::println);
        checked.reasons().forEach(reason -> Failures.reason(context.err(), reason));
        if (checked.exitCode(strictness) == ExitCode.OK) {
            context.out().println("ok: " + counts(checked.counts()) + suffix);
        }
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(each -> count(each.getValue(), each.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String count(int number, String words) {
        return number + " " + (number == 1 ? words.substring(0, words.length() - 1) : words);
    }
}
