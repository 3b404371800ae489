package dev.postern.domain.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.TracingConfig.Follow;
import dev.postern.domain.upstream.Randomness;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String SOUND = "00-" + TRACE + "-" + SPAN + "-01";
    private static final Slice TRACESTATE = Slice.of("TraceState");

    private final Randomness chance = Randomness.seeded(7);
    private final TraceContext context = new TraceContext();

    /** Fields of that one name. */
    private record Fields(List<String> values) implements HeaderFields {
        @Override
        public int size() {
            return values.size();
        }

        @Override
        public void name(int index, Slice into) {
            into.set(Slice.of("TraceParent"));
        }

        @Override
        public void value(int index, Slice into) {
            into.set(Slice.of(values.get(index)));
        }
    }

    private TraceContext begun(TracePolicy policy, boolean isPeerTrusted, String... values) {
        context.begin(policy, new Fields(List.of(values)), isPeerTrusted, chance);
        return context;
    }

    private TraceContext begun(String... values) {
        return begun(new TracePolicy(true, Follow.EVERYONE, 0), false, values);
    }

    @Test
    void aCallersTraceGoesOnWithOurSpanAsTheParent() {
        begun(SOUND);
        assertEquals(TRACE, context.traceId().text());
        assertEquals(SPAN, context.parentId().text());
        assertNotEquals(SPAN, context.spanId().text());
        assertEquals(
                "00-" + TRACE + "-" + context.spanId() + "-01",
                context.traceparent().text());
        assertTrue(context.isSampled());
        assertFalse(context.drops(TRACESTATE));
    }

    @Test
    void whatACallerDoesNotRecordWeDoNotEither() {
        begun(new TracePolicy(true, Follow.EVERYONE, 100), false, "00-" + TRACE + "-" + SPAN + "-00");
        assertFalse(context.isSampled());
        assertTrue(context.traceparent().text().endsWith("-00"));
    }

    @Test
    void onlyFlagsThatAreKnownAreSentOn() {
        assertTrue(
                begun("00-" + TRACE + "-" + SPAN + "-ff").traceparent().text().endsWith("-03"));
        assertTrue(
                begun("00-" + TRACE + "-" + SPAN + "-fe").traceparent().text().endsWith("-02"));
        assertFalse(context.isSampled());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473x-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x"
            })
    void whatIsMalformedIsReplacedByANewTrace(String value) {
        begun(new TracePolicy(true, Follow.EVERYONE, 100), false, value);
        assertTrue(context.parentId().isEmpty());
        assertTrue(
                context.traceparent().text().matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"), context.traceparent()::text);
        assertNotEquals(TRACE, context.traceId().text());
        assertTrue(context.drops(TRACESTATE));
        assertTrue(context.drops(Slice.of("traceparent")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-of a later version"})
    void ofALaterVersionWhatIsKnownIsRead(String more) {
        begun("cc-" + TRACE + "-" + SPAN + "-01" + more);
        assertEquals(TRACE, context.traceId().text());
        assertTrue(context.traceparent().text().startsWith("00-"));
    }

    @Test
    void twoOfThemAreNone() {
        begun(SOUND, SOUND);
        assertNotEquals(TRACE, context.traceId().text());
    }

    @Test
    void strangersTracesGoOnWhereThatIsWantedAlone() {
        TracePolicy trusted = new TracePolicy(true, Follow.TRUSTED_PROXIES, 0);
        assertNotEquals(TRACE, begun(trusted, false, SOUND).traceId().text());
        assertFalse(context.isSampled());
        assertEquals(TRACE, begun(trusted, true, SOUND).traceId().text());
        assertNotEquals(
                TRACE,
                begun(new TracePolicy(true, Follow.NOBODY, 0), true, SOUND)
                        .traceId()
                        .text());
    }

    @Test
    void withoutTracingNothingIsTouched() {
        begun(SOUND);
        begun(TracePolicy.OFF, true, SOUND);
        assertFalse(context.isPresent());
        assertFalse(context.isSampled());
        assertFalse(context.drops(TRACESTATE));
        assertFalse(context.drops(Slice.of("traceparent")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 50, 99, 100})
    void theShareThatIsRecordedIsThatWhichIsWanted(int share) {
        TracePolicy policy = new TracePolicy(true, Follow.EVERYONE, share);
        int sampled = 0;
        for (int i = 0; i < 20_000; i++) {
            sampled += begun(policy, false).isSampled() ? 1 : 0;
        }
        assertEquals(200.0 * share, sampled, share % 100 == 0 ? 0 : 300);
    }

    @Test
    void theIdIsFoundInWhatOnlyPassesThrough() {
        Slice into = new Slice();
        assertTrue(TraceContext.findTraceId(new Fields(List.of(SOUND)), into));
        assertEquals(TRACE, into.text());
        assertFalse(TraceContext.findTraceId(new Fields(List.of("x".repeat(55))), into));
        assertFalse(TraceContext.findTraceId(HeaderFields.NONE, into));
    }
}
