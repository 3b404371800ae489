package dev.postern.app.cli;

import dev.postern.app.service.Adapters;
import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.SourceUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names where configuration comes from. */
final class ConfigOption {
    static final String DEFAULT = "postern.yaml";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "SOURCE",
            description = {
                "A file, a folder, or a URI such as consul://HOST:PORT/PREFIX.",
                "Given several times, sources are merged.",
                "Default: " + DEFAULT + " in the current folder."
            })
    private List<String> configs = new ArrayList<>();

    List<String> configs() throws CommandException {
        return orDefault(configs);
    }

    static List<String> orDefault(List<String> configs) throws CommandException {
        if (!configs.isEmpty()) {
            return configs;
        }
        if (Files.exists(Path.of(DEFAULT))) {
            return List.of(DEFAULT);
        }
        throw CommandException.usage("no --config given, and there is no " + DEFAULT + " in this folder");
    }

    static List<ConfigSource> open(Adapters adapters, List<String> configs) throws CommandException {
        List<ConfigSource> sources = new ArrayList<>(configs.size());
        for (String config : configs) {
            try {
                sources.add(adapters.sources().open(config));
            } catch (BadSourceException e) {
                sources.forEach(ConfigSource::close);
                throw failure(config, String.valueOf(e.getMessage()));
            }
        }
        return sources;
    }

    /** A file that can't be read is no different from a store that can't be reached; everything else is a slip. */
    private static CommandException failure(String config, String message) {
        SourceUri uri = SourceUri.parse(config);
        boolean isUnreadable = uri.scheme().equals("file") && !Files.isReadable(Path.of(uri.path()));
        return isUnreadable ? CommandException.cannotStart(message) : CommandException.usage(message);
    }
}
