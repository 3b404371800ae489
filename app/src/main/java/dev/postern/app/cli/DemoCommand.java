package dev.postern.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Runs the proxy in front of two small backends of its own, to try it out.",
        footer = {"", "Examples:", "  postern demo", "  postern demo --port 9000"})
final class DemoCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Where the proxy listens, on 127.0.0.1; a free port where it is taken. Default: 8080.")
    private int port = 8080;

    DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw CommandException.usage("--port is from 0 to 65535, not " + port);
        }
        int found = DemoProxy.freePort(port);
        if (port != 0 && found != port) {
            context.out().println("Port " + port + " can't be had; taking " + found + " instead.");
        }
        try (DemoProxy demo = DemoProxy.prepare(found)) {
            return ForegroundProxy.run(context, demo.configs(), () -> printWhatToTry(demo));
        }
    }

    private void printWhatToTry(DemoProxy demo) {
        String url = "http://127.0.0.1:" + demo.port();
        PrintStream out = context.out();
        out.println();
        out.println("Postern runs in front of two small backends. Try, in another terminal:");
        out.println();
        out.println("  curl " + url + "/                  # an answer of the proxy itself");
        out.println("  curl " + url + "/service1/hello    # the first backend, with the prefix stripped");
        out.println("  curl " + url + "/service2/hello    # the second");
        out.println("  curl " + url + "/both              # one after the other");
        out.println("  curl -L " + url + "/old            # sent elsewhere");
        out.println();
        out.println("The configuration is " + demo.configs().getFirst() + "; change it and see. Ctrl-C ends.");
    }
}
