package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is believed of a row of looks. A script that runs out fails the test: nothing is looked at longer than needed. */
class SettlingTest {
    private static final Instant NOW = Instant.parse("2030-02-03T04:05:06Z");
    private static final Pace PACE = new Pace(Duration.ofMillis(1), Duration.ofHours(1));
    private static final Look GONE = new Look.Unseen("gone");

    /** Files that came into their place just now, each named by a letter. */
    private static Look files(String... texts) {
        return files(NOW, Instant.EPOCH, texts);
    }

    private static Look files(Instant changed, String... texts) {
        return files(changed, changed, texts);
    }

    private static Look files(Instant changed, Instant written, String... texts) {
        List<Look.Content> files = IntStream.range(0, texts.length)
                .mapToObj(i -> new Look.Content(
                        Path.of(Character.toString('a' + i)),
                        ByteBuffer.wrap(texts[i].getBytes(StandardCharsets.UTF_8))))
                .toList();
        return new Look.Seen(files, new Look.Newest(changed, written));
    }

    private static Look settle(Optional<Look> told, Stream<Look> script) throws InterruptedException {
        Supplier<Look> looks = script.iterator()::next;
        return new Settling(looks, PACE, () -> false, InstantSource.fixed(NOW)).settle(told);
    }

    private static Stream<Look> times(int count, Look look) {
        return Collections.nCopies(count, look).stream();
    }

    @Test
    void believesTwoLooksThatAgree() throws Exception {
        assertEquals(files("1"), settle(Optional.empty(), Stream.of(files("1"), files("1"))));
    }

    @Test
    void believesAtOnceAtTheStartWhatNobodyHasTouchedForAWhile() throws Exception {
        Look rested = files(NOW.minusSeconds(60), "1");
        assertEquals(rested, settle(Optional.empty(), Stream.of(rested)));
    }

    @Test
    void looksAgainAtWhatIsRestedButEmptyOrNew() throws Exception {
        Look empty = files(NOW.minusSeconds(60), "");
        assertEquals(empty, settle(Optional.empty(), times(Settling.AGREEING_IN_DOUBT, empty)));
        Look half = files(NOW.minusSeconds(60), "1");
        Look whole = files(NOW.minusSeconds(60), "12");
        assertEquals(whole, settle(Optional.of(files("0")), Stream.of(half, whole, whole)));
    }

    @Test
    void neverBelievesHalfOfAMount() throws Exception {
        Look old = files("1", "1");
        Look half = files("1", "2");
        Look whole = files("2", "2");
        assertEquals(whole, settle(Optional.of(old), Stream.of(half, whole, whole)));
        assertEquals(whole, settle(Optional.empty(), Stream.of(old, half, whole, whole)));
    }

    @Test
    void neverBelievesAFileThatGrows() throws Exception {
        Stream<Look> script = Stream.concat(
                IntStream.range(1, 150).mapToObj(length -> files("x".repeat(length))), times(2, files("done")));
        assertEquals(files("done"), settle(Optional.empty(), script));
    }

    @Test
    void looksOnceWhereNothingChanged() throws Exception {
        assertEquals(files("1"), settle(Optional.of(files("1")), Stream.of(files("1"))));
        assertEquals(GONE, settle(Optional.of(GONE), Stream.of(GONE)));
    }

    @Test
    void waitsLongerForAFileThatIsEmpty() throws Exception {
        Stream<Look> filled = Stream.concat(times(Settling.AGREEING_IN_DOUBT - 1, files("")), times(2, files("2")));
        assertEquals(files("2"), settle(Optional.of(files("1")), filled));
        assertEquals(files(""), settle(Optional.of(files("1")), times(Settling.AGREEING_IN_DOUBT, files(""))));
    }

    @Test
    void waitsLongerForAFileThatIsBeingWritten() throws Exception {
        Optional<Look> told = Optional.of(files("1"));
        Instant recently = NOW.minus(PACE.writing()).plusMillis(1);
        Stream<Look> slow = Stream.concat(
                times(Settling.AGREEING_IN_DOUBT - 1, files(recently, "2")),
                times(Settling.AGREEING_IN_DOUBT, files(NOW, "2 and 3")));
        assertEquals(files("2 and 3"), settle(told, slow));
        assertEquals(files("2"), settle(told, times(2, files(NOW.minus(PACE.writing()), "2"))));
        assertEquals(files("2"), settle(told, times(2, files(NOW.plusSeconds(3600), "2"))));
    }

    @Test
    void waitsLongerForAFileThatIsGone() throws Exception {
        Look both = files("1", "1");
        for (Look less : Arrays.asList(GONE, files("1"))) {
            Stream<Look> back = Stream.concat(times(Settling.AGREEING_IN_DOUBT - 1, less), times(2, files("2", "1")));
            assertEquals(files("2", "1"), settle(Optional.of(both), back));
            assertEquals(less, settle(Optional.of(both), times(Settling.AGREEING_IN_DOUBT, less)));
        }
    }

    @Test
    void givesUpOnFilesThatNeverHoldStill() throws Exception {
        Look look =
                settle(Optional.empty(), IntStream.range(0, Settling.MOST_LOOKS).mapToObj(i -> files("" + i)));
        assertInstanceOf(Look.Unseen.class, look);
    }
}
