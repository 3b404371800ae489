package dev.postern.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = "Runs the proxy until SIGTERM or SIGINT; SIGHUP reads the configuration again.",
        footer = {
            "",
            "Examples:",
            "  postern run",
            "  postern run --config conf.d/",
            "  postern run --config base.yaml --config consul://127.0.0.1:8500/postern"
        })
final class RunCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        return ForegroundProxy.run(context, config.configs(), () -> {});
    }
}
