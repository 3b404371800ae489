package dev.postern.app.cli;

import dev.postern.app.ProxyRuntime;
import dev.postern.app.StartChoices;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.StartResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A proxy that holds its command until a signal ends it. */
final class ForegroundProxy {
    private ForegroundProxy() {}

    /** Returns the exit code: that it is told to stop before it serves is as good as after. */
    static int run(CommandContext context, List<String> configs, Runnable whenReady)
            throws CommandException, InterruptedException {
        return run(context, configs, StartChoices.PLAIN, whenReady);
    }

    static int run(CommandContext context, List<String> configs, StartChoices choices, Runnable whenReady)
            throws CommandException, InterruptedException {
        Adapters adapters = context.adapters().get();
        try (ProxyRuntime proxy = new ProxyRuntime(adapters, ConfigOption.open(adapters, configs), choices)) {
            CompletableFuture<Void> stop = new CompletableFuture<>();
            // why: taking hold of the signals costs tens of milliseconds, which the start has a second core for.
            Thread signals = Thread.ofPlatform()
                    .name("postern-signals")
                    .start(() -> context.signals().handle(() -> stop.complete(null), proxy::reload));
            CompletableFuture<StartResult> started = proxy.start();
            CompletableFuture.anyOf(started, stop).join();
            if (!started.isDone()) {
                return ExitCode.OK;
            }
            signals.join();
            int exitCode = StartReport.print(started.join(), configs, context.err());
            if (exitCode == ExitCode.OK) {
                whenReady.run();
                stop.join();
                proxy.stop();
            }
            return exitCode;
        }
    }
}
