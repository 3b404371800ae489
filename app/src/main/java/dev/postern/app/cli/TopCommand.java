package dev.postern.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "top",
        description = {
            "Shows what a running proxy does, by its admin API: rates, errors, latencies, upstreams with their endpoints and",
            "why they are as they are, and what is wrong. Draws anew each second; prints once where it is no terminal."
        },
        footer = {
            "",
            "Keys: q ends, s sorts by another figure, u shows upstreams with unwell endpoints only, arrows and pages scroll.",
            "",
            "Examples:",
            "  postern top",
            "  postern top --admin http://10.0.0.1:9901 --token-file /run/secrets/admin",
            "  postern top --once --sort errors"
        })
final class TopCommand implements Callable<Integer> {
    static final List<String> ORDERS = List.of("rate", "errors", "p99", "name", "written");

    private static final int PAUSE_MILLIS = 1000;

    private final CommandContext context;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "The admin API of the proxy. Default: http://127.0.0.1:9901.")
    private String admin = "http://127.0.0.1:9901";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token of that API, where it asks for one.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(names = "--once", description = "Prints it once, as plain text.")
    private boolean isOnce;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description = "Upstreams by rate, errors, p99, name or as written. Default: rate.")
    private String order = ORDERS.getFirst();

    TopCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        if (!ORDERS.contains(order)) {
            throw CommandException.usage("--sort is one of " + String.join(", ", ORDERS) + ", not '" + order + "'");
        }
        try (RunningProxy proxy = new RunningProxy(admin, tokenFile)) {
            TopScreen screen = new TopScreen(order);
            String first = proxy.overview(screen.order(), screen.isUnwellOnly());
            Optional<Terminal> terminal = isOnce ? Optional.empty() : Terminal.open(context.out());
            if (terminal.isEmpty()) {
                context.out().print(first);
                return ExitCode.OK;
            }
            try (Terminal shown = terminal.get()) {
                follow(proxy, screen, shown, first);
            }
            return ExitCode.OK;
        }
    }

    private static void follow(RunningProxy proxy, TopScreen screen, Terminal terminal, String first)
            throws InterruptedException {
        screen.show(first);
        while (!screen.isOver()) {
            terminal.draw(screen.lines(terminal.size()));
            long due = System.nanoTime() + PAUSE_MILLIS * 1_000_000L;
            boolean isAskedAgain = false;
            while (!isAskedAgain && !screen.isOver() && due - System.nanoTime() > 0) {
                Optional<Key> key = terminal.key((due - System.nanoTime()) / 1_000_000 + 1);
                isAskedAgain = key.isPresent() && screen.press(key.get());
                if (key.isPresent() && !isAskedAgain) {
                    terminal.draw(screen.lines(terminal.size()));
                }
            }
            if (!screen.isOver()) {
                ask(proxy, screen);
            }
        }
    }

    private static void ask(RunningProxy proxy, TopScreen screen) throws InterruptedException {
        try {
            screen.show(proxy.overview(screen.order(), screen.isUnwellOnly()));
        } catch (CommandException e) {
            screen.lost(Failures.firstLine(e));
        }
    }
}
