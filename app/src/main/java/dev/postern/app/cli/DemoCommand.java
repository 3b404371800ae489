package dev.postern.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Runs the proxy in front of two small backends of its own, to try it out.",
        footer = {"", "Examples:", "  postern demo", "  postern demo --port 9000", "  postern demo --tls"})
final class DemoCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description =
                    "Where the proxy listens, on 127.0.0.1; a free port where it is taken. Default: 8080, 8443 with --tls.")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--tls", description = "Speaks https, with a certificate that is made for the moment.")
    private boolean isSecure;

    DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        int wanted = port.orElse(isSecure ? 8443 : 8080);
        if (wanted < 0 || wanted > 65_535) {
            throw CommandException.usage("--port is from 0 to 65535, not " + wanted);
        }
        int found = DemoProxy.freePort(wanted);
        if (wanted != 0 && found != wanted) {
            context.out().println("Port " + wanted + " can't be had; taking " + found + " instead.");
        }
        Optional<String> pem = isSecure
                ? Optional.of(
                        context.adapters().get().credentials().throwAway().get().make())
                : Optional.empty();
        try (DemoProxy demo = DemoProxy.prepare(found, pem)) {
            return ForegroundProxy.run(context, demo.configs(), () -> printWhatToTry(demo));
        }
    }

    private void printWhatToTry(DemoProxy demo) {
        String url = demo.certificate()
                .map(file -> "--cacert " + file + " https://localhost:" + demo.port())
                .orElse("http://127.0.0.1:" + demo.port());
        PrintStream out = context.out();
        out.println();
        out.println("Postern runs in front of two small backends. Try, in another terminal:");
        out.println();
        out.println("  curl " + url + "/                  # an answer of the proxy itself");
        out.println("  curl " + url + "/service1/hello    # the first backend, with the prefix stripped");
        out.println("  curl " + url + "/service2/hello    # the second");
        out.println("  curl " + url + "/both              # one after the other");
        out.println("  curl -L " + url + "/old            # sent elsewhere");
        demo.certificate().ifPresent(file -> {
            out.println();
            out.println("The certificate is made for this run; " + file + " holds it, and goes with it.");
        });
        out.println();
        out.println("The configuration is " + demo.configs().getFirst() + "; change it and see. Ctrl-C ends.");
    }
}
