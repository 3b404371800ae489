package dev.postern.app.cli;

import dev.postern.app.service.Adapters;
import dev.postern.app.service.Inspection;
import dev.postern.domain.config.ProxyConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
            "  postern check conf.d/",
            "  postern check --together base.yaml routes.yaml"
        })
final class CheckCommand implements Callable<Integer> {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CommandContext context;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A file, a folder, or a URI such as consul://HOST:PORT/PREFIX; each is one configuration.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--together", description = "All of them are one configuration, as with several --config.")
    private boolean isTogether;

    CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException {
        Adapters adapters = context.adapters().get();
        if (isTogether || files.size() == 1) {
            return check(adapters, files, "");
        }
        int worst = ExitCode.OK;
        for (String file : files) {
            worst = Math.max(worst, check(adapters, List.of(file), " (" + file + ")"));
        }
        return worst;
    }

    private int check(Adapters adapters, List<String> configs, String suffix) throws CommandException {
        Inspection inspection = Inspection.of(adapters, ConfigOption.open(adapters, configs), PATIENCE);
        Findings.print(inspection.problems(), context.out());
        return switch (inspection) {
            case Inspection.Sound sound when Findings.hasErrors(sound.problems()) -> ExitCode.PROBLEM;
            case Inspection.Sound sound -> {
                context.out().println("ok: " + counts(sound.snapshot().config()) + suffix);
                yield ExitCode.OK;
            }
            case Inspection.Unsound _ -> ExitCode.PROBLEM;
            case Inspection.Unreadable unreadable -> {
                unreadable.reasons().forEach(reason -> Failures.reason(context.err(), reason));
                yield ExitCode.CANNOT_START;
            }
        };
    }

    private static String counts(ProxyConfig config) {
        return count(config.routes().size(), "route") + ", "
                + count(config.listeners().size(), "listener") + ", "
                + count(config.upstreams().size(), "upstream");
    }

    private static String count(int number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }
}
