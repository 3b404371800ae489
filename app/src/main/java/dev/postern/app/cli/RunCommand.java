package dev.postern.app.cli;

import dev.postern.app.StartChoices;
import dev.postern.app.service.StartPatience;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Runs the proxy until SIGTERM or SIGINT; SIGHUP reads the configuration again.",
        footer = {
            "",
            "Examples:",
            "  postern run",
            "  postern run --config conf.d/",
            "  postern run --config base.yaml --config consul://127.0.0.1:8500/postern",
            "  postern run --config consul://127.0.0.1:8500/postern --state /var/lib/postern --wait"
        })
final class RunCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private StateOption state = new StateOption();

    @Option(names = "--wait", description = "Waits for a source that can't be read at the start, instead of giving up.")
    private boolean isWaiting;

    RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        return ForegroundProxy.run(
                context,
                config.configs(),
                new StartChoices(
                        state.folder(context.environment()), isWaiting ? StartPatience.WAIT : StartPatience.FAIL),
                () -> {});
    }
}
