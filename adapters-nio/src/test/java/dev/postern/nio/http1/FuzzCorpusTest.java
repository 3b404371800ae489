package dev.postern.nio.http1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.nio.reference.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What fuzzing found worth keeping ({@code build/fuzz}), played again without a fuzzer. */
class FuzzCorpusTest {
    /** As a fuzzer knows it. */
    interface Target {
        void run(byte[] input) throws IOException;
    }

    private static final int MOST_BYTES = 2000;

    private record Named(String name, Target target) {}

    private static final List<Named> TARGETS = List.of(
            new Named("RequestFuzz", RequestFuzz::fuzzerTestOneInput),
            new Named("ResponseFuzz", ResponseFuzz::fuzzerTestOneInput),
            new Named("ChunkedBodyFuzz", ChunkedBodyFuzz::fuzzerTestOneInput),
            new Named("HeadRoundTripFuzz", HeadRoundTripFuzz::fuzzerTestOneInput));

    @TestFactory
    Stream<DynamicTest> standsWhatWasFound() {
        return TARGETS.stream().map(target -> DynamicTest.dynamicTest(target.name(), () -> replay(target)));
    }

    private static void replay(Named target) throws IOException {
        List<Path> corpus = corpus(target.name());
        assertTrue(corpus.size() > 10, target.name() + " has a corpus of " + corpus.size());
        for (Path each : corpus) {
            run(target.target(), each.getFileName().toString(), Files.readAllBytes(each));
        }
    }

    @Test
    void standsTheSmugglingTables() {
        for (Vectors.Vector vector : Vectors.requests()) {
            run(RequestFuzz::fuzzerTestOneInput, vector.name(), vector.bytes());
            run(HeadRoundTripFuzz::fuzzerTestOneInput, vector.name(), behind(0, vector));
        }
        for (Vectors.Vector vector : Vectors.responses()) {
            run(ResponseFuzz::fuzzerTestOneInput, vector.name(), behind(FuzzSeeds.kind(vector), vector));
            run(HeadRoundTripFuzz::fuzzerTestOneInput, vector.name(), behind(1, vector));
        }
    }

    private static byte[] behind(int kind, Vectors.Vector vector) {
        byte[] bytes = vector.bytes();
        byte[] input = new byte[bytes.length + 1];
        input[0] = (byte) kind;
        System.arraycopy(bytes, 0, input, 1, bytes.length);
        return input;
    }

    private static void run(Target target, String name, byte[] input) {
        try {
            target.run(input.length > MOST_BYTES ? Arrays.copyOf(input, MOST_BYTES) : input);
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError(name, e);
        }
    }

    private static List<Path> corpus(String target) {
        URL folder = Objects.requireNonNull(FuzzCorpusTest.class.getResource("/fuzz/" + target), target);
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
