package dev.postern.app.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.LogCondition;
import dev.postern.domain.config.LogCondition.Comparison;
import dev.postern.domain.config.LogCondition.Measure;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.LogConfig.Format;
import dev.postern.domain.config.Percent;
import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.FinishedConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    private final AccessLog log = new AccessLog();
    private final ExchangeObserver worker = log.observer(0);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        log.close();
    }

    private LogConfig.Access to(Path file, Percent sample, LogCondition... when) {
        return new LogConfig.Access(Format.COMMON, file.toString(), List.of(when), sample, List.of(), List.of());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "never happened");
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void writesNothingUnlessItIsWanted() {
        worker.finished(new Finished());
        Path file = folder.resolve("access.log");
        log.use(Optional.of(to(file, new Percent(100))));
        worker.finished(new Finished().target("/one", ""));
        log.use(Optional.empty());
        worker.finished(new Finished().target("/two", ""));
        eventually(() -> lines(file).size() == 1);
        assertTrue(lines(file).getFirst().contains("/one"));
    }

    @Test
    void whatIsUnderWayIsWrittenBeforeTheEnd() {
        Path file = folder.resolve("access.log");
        log.use(Optional.of(to(file, new Percent(100))));
        for (int i = 0; i < 1000; i++) {
            worker.finished(new Finished());
        }
        log.close();
        assertEquals(1000, lines(file).size());
        assertEquals(0, log.dropped());
    }

    @Test
    void aRenamedFileIsNoticed() throws IOException {
        Path file = folder.resolve("access.log");
        Path old = folder.resolve("access.log.1");
        log.use(Optional.of(to(file, new Percent(100))));
        worker.finished(new Finished());
        eventually(() -> lines(file).size() == 1);
        Files.move(file, old);
        eventually(() -> Files.exists(file));
        worker.finished(new Finished());
        eventually(() -> lines(file).size() == 1);
        assertEquals(1, lines(old).size());
    }

    @Test
    void aPlaceThatCanNotBeWrittenIsTriedAgain() throws IOException {
        Path missing = folder.resolve("missing");
        Path file = missing.resolve("access.log");
        log.use(Optional.of(to(file, new Percent(100))));
        worker.finished(new Finished());
        eventually(() -> log.dropped() == 1);
        Files.createDirectory(missing);
        eventually(() -> Files.exists(file));
        eventually(() -> {
            worker.finished(new Finished());
            return !lines(file).isEmpty();
        });
    }

    @Test
    void aPipeThatNobodyReadsHoldsNobodyUp() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        log.use(Optional.of(to(pipe, new Percent(100))));
        for (int i = 0; i < 60_000; i++) {
            worker.finished(new Finished());
        }
        assertTrue(log.dropped() > 0);
        Path file = folder.resolve("access.log");
        log.use(Optional.of(to(file, new Percent(100))));
        worker.finished(new Finished());
        eventually(() -> lines(file).size() == 1);
    }

    @Test
    void writesWhatIsAskedForAndAShareOfTheRest() {
        Path file = folder.resolve("access.log");
        log.use(Optional.of(to(file, new Percent(10))));
        for (int i = 0; i < 1000; i++) {
            worker.finished(new Finished());
        }
        worker.finished(new Finished().status(503));
        worker.finished(new Finished().failed("client/gone"));
        log.close();
        assertEquals(102, lines(file).size());
    }

    @Test
    void aConditionKeepsTheRestOut() {
        Path file = folder.resolve("access.log");
        log.use(Optional.of(to(
                file,
                new Percent(100),
                new LogCondition(Measure.STATUS, Comparison.AT_LEAST, 400, "status >= 400"),
                new LogCondition(Measure.DURATION, Comparison.MORE, 1_000_000_000, "duration > 1s"))));
        worker.finished(new Finished());
        worker.finished(new Finished().status(404));
        worker.finished(new Finished().took(2_000_000_000));
        log.close();
        assertEquals(2, lines(file).size());
    }

    private static FinishedConnection connection(String listener, String cause) {
        return FinishedConnection.refused(listener, Slice.of("192.0.2.7"), 5_000_000, cause);
    }

    @Test
    void connectionsAreWrittenByTheSameConditions() {
        Path file = folder.resolve("access.log");
        LogCondition failed = new LogCondition(Measure.STATUS, Comparison.AT_LEAST, 400, "status >= 400");
        LogCondition slow = new LogCondition(Measure.DURATION, Comparison.MORE, 4_000_000, "duration > 4ms");
        for (List<LogCondition> when : List.of(List.<LogCondition>of(), List.of(failed), List.of(slow))) {
            log.use(Optional.of(
                    new LogConfig.Access(Format.JSON, file.toString(), when, new Percent(100), List.of(), List.of())));
            worker.closed(connection("well-" + when, ""));
            worker.closed(connection("ill-" + when, "client/tls-handshake"));
        }
        log.close();
        assertEquals(
                List.of("well-[]", "ill-[]", "ill-[status >= 400]", "well-[duration > 4ms]", "ill-[duration > 4ms]"),
                lines(file).stream()
                        .map(line -> line.replaceAll(".*\"listener\":\"([^\"]*)\".*", "$1"))
                        .toList());
    }
}
