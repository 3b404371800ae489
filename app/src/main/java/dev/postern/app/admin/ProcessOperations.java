package dev.postern.app.admin;

import dev.postern.app.admin.Operation.Content;
import dev.postern.app.logging.LogLevel;
import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.Readiness;
import dev.postern.domain.config.LogConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What may be asked of the process: whether it lives and serves, what it logs, and what this API is. */
final class ProcessOperations {
    static final String OPEN_API = "openapi.json";

    private final ConfigControl config;

    ProcessOperations(ConfigControl config) {
        this.config = config;
    }

    List<Operation> all() {
        return List.of(
                Operation.get("/healthz", "whether it lives", List.of(), ask -> Answer.ok(Map.of("status", "ok"))),
                Operation.get("/readyz", "whether traffic should come here: 200 or 503", List.of(), this::ready),
                Operation.get("/log-level", "what is logged", List.of(), ask -> level()),
                new Operation(
                        "PUT",
                        "/log-level",
                        "error, warn, info or debug, until the configuration says another; with logger only there, until it is deleted",
                        List.of("level", "logger"),
                        Content.NOTHING,
                        this::setLevel),
                new Operation(
                        "DELETE",
                        "/log-level",
                        "lets one logger follow the others again",
                        List.of("logger"),
                        Content.NOTHING,
                        this::unsetLevel),
                Operation.get("/openapi.json", "this API, described", List.of(), ask -> description()));
    }

    private record Ready(boolean ready, List<String> reasons) {}

    private Answer ready(Ask ask) {
        Readiness readiness = config.readiness();
        List<String> reasons = readiness.isReady() ? List.of() : List.of(readiness.reason());
        return Answer.json(readiness.isReady() ? 200 : 503, new Ready(readiness.isReady(), reasons))
                .orPlain(readiness.isReady() ? "ready" : "not ready: " + readiness.reason());
    }

    /** @param loggers those that have a level of their own */
    private record Level(
            LogConfig.Level level, Optional<LogConfig.Level> configured, Map<String, LogConfig.Level> loggers) {}

    private Answer level() {
        return Answer.ok(new Level(
                LogLevel.current(),
                config.snapshot().map(snapshot -> snapshot.config().log().level()),
                LogLevel.single()));
    }

    private Answer setLevel(Ask ask) throws RefusedException {
        String wanted = ask.required("level");
        LogConfig.Level level = Arrays.stream(LogConfig.Level.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new RefusedException(400, "'level' is error, warn, info or debug."));
        Optional<String> logger = ask.parameter("logger");
        if (logger.isPresent()) {
            LogLevel.set(known(logger.get()), level);
        } else {
            LogLevel.set(level);
        }
        return level();
    }

    private Answer unsetLevel(Ask ask) throws RefusedException {
        LogLevel.unset(known(ask.required("logger")));
        return level();
    }

    private static String known(String logger) throws RefusedException {
        if (!LogLevel.isKnown(logger)) {
            throw new RefusedException(
                    404,
                    "Nothing has logged by the name '" + logger
                            + "' yet. Lines of the log name their 'logger'; a package such as dev.postern.nio covers all below it.");
        }
        return logger;
    }

    private static Answer description() {
        try (InputStream in = ProcessOperations.class.getResourceAsStream(OPEN_API)) {
            if (in == null) {
                throw new IllegalStateException("no " + OPEN_API);
            }
            return Answer.raw(200, Answer.JSON, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
