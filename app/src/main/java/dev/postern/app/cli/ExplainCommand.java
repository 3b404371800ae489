package dev.postern.app.cli;

import dev.postern.app.service.Adapters;
import dev.postern.app.service.Inspection;
import dev.postern.app.service.RequestExplainer.MadeUpRequest;
import dev.postern.domain.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Tells what the proxy would do with a request, and why, without running anything.",
        footer = {
            "",
            "Examples:",
            "  postern explain GET http://localhost:8080/users/7",
            "  postern explain GET http://localhost:8080/users/7 --admin http://127.0.0.1:9901",
            "  postern explain GET /users/7 -H 'Host: api.example.com' -H 'X-Env: canary' --config conf.d/"
        })
final class ExplainCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST ...")
    private String method = "GET";

    @Parameters(index = "1", paramLabel = "URL", description = "Absolute, or a path.")
    private String url = "/";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header field of the request; can be given several times.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description =
                    "Asks a running proxy by its admin API, as in http://127.0.0.1:9901, instead of reading sources.")
    private Optional<String> admin = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token of that API, where it asks for one.")
    private Optional<Path> tokenFile = Optional.empty();

    ExplainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        MadeUpRequest request = new MadeUpRequest(method, url(), headers());
        if (admin.isPresent()) {
            try (RunningProxy proxy = new RunningProxy(admin.get(), tokenFile)) {
                context.out().print(proxy.explain(request));
            }
            return ExitCode.OK;
        }
        List<String> configs = config.configs();
        Adapters adapters = context.adapters().get();
        Inspection inspection = Inspection.of(adapters, ConfigOption.open(adapters, configs), CheckCommand.PATIENCE);
        return inspection instanceof Inspection.Sound sound
                ? explain(adapters, sound.snapshot(), request)
                : Findings.complain(inspection, context.err());
    }

    private int explain(Adapters adapters, Snapshot snapshot, MadeUpRequest request) {
        adapters.explainer().get().explain(snapshot, request).forEach(context.out()::println);
        return ExitCode.OK;
    }

    private String url() throws CommandException {
        if (!url.startsWith("/") && !url.startsWith("http://") && !url.startsWith("https://")) {
            throw CommandException.usage("'" + url + "' is no URL: it begins with http://, https:// or /");
        }
        return url;
    }

    private List<Map.Entry<String, String>> headers() throws CommandException {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw CommandException.usage("'" + header + "' is no header field: it is written 'Name: value'");
            }
            fields.add(Map.entry(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip()));
        }
        return fields;
    }
}
