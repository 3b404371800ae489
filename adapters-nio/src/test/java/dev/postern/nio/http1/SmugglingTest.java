package dev.postern.nio.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.nio.reference.ReferenceParser;
import dev.postern.nio.reference.Vectors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of smuggling attempts, read by the decoders: whole, byte by byte, and cut in two at every offset. */
class SmugglingTest {
    /** Cuts beyond this take long and show nothing new: such vectors repeat one byte. */
    private static final int CUTS_OF_LARGE_ONES = 200;

    static List<Vectors.Vector> requests() {
        return Vectors.requests();
    }

    static List<Vectors.Vector> responses() {
        return Vectors.responses();
    }

    @Test
    void theTablesAreAsLargeAsTheyShouldBe() {
        assertTrue(requests().size() >= 120, requests().size() + " requests");
        assertTrue(responses().size() >= 40, responses().size() + " responses");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void readsRequests(Vectors.Vector vector) {
        everyWay(vector, cuts -> RequestDriver.read(vector.bytes(), cuts));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("responses")
    void readsResponses(Vectors.Vector vector) {
        boolean isToHead = vector.method().equals("HEAD");
        everyWay(vector, cuts -> ResponseDriver.read(isToHead, vector.thenCloses(), vector.bytes(), cuts));
    }

    private static void everyWay(Vectors.Vector vector, Function<int[], String> read) {
        byte[] bytes = vector.bytes();
        assertEquals(vector.expected(), read.apply(new int[0]), "whole");
        assertEquals(vector.expected(), read.apply(Feed.everyByte(Math.min(bytes.length, 1000))), "byte by byte");
        int step = Math.max(1, bytes.length / CUTS_OF_LARGE_ONES);
        for (int cut = 1; cut < bytes.length; cut += step) {
            assertEquals(vector.expected(), read.apply(new int[] {cut}), "cut at " + cut);
        }
    }

    /** What is accepted here must be accepted, and read alike, by somebody else who reads strictly. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void readsRequestsAsTheReferenceDoes(Vectors.Vector vector) throws IOException {
        List<String> accepted = new ArrayList<>(List.of(vector.expected().split("; ")));
        accepted.removeIf(each -> !each.contains(" "));
        ReferenceParser reference = new ReferenceParser(new ByteArrayInputStream(vector.bytes()));
        for (String each : accepted) {
            String method = each.substring(0, each.indexOf(' '));
            String body = each.substring(each.indexOf('['));
            ReferenceParser.Message message = reference.request();
            assertEquals(method + " " + body, message.method() + " [" + message.body() + "]");
        }
    }
}
