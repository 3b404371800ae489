package dev.postern.domain.balancing;

import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.postern.domain.config.HashConfig.Algorithm;
import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.FakeRequest;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.UpstreamFixture;
import dev.postern.domain.upstream.UpstreamState;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PickAllocationTest {
    private static final int PICKS = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<UpstreamFixture> upstreams() {
        Stream<UpstreamFixture> policies = Stream.of(Balance.values())
                .filter(balance -> balance != Balance.HASH)
                .flatMap(balance -> Stream.of(
                        upstream(balance).endpoints(20), upstream(balance).weights(5, 3, 1, 1)));
        Stream<UpstreamFixture> hashes = Stream.of(Algorithm.values())
                .flatMap(algorithm -> Stream.of("client-ip", "header:X-User", "cookie:sid", "query:q", "path")
                        .map(on -> upstream(Balance.HASH).endpoints(20).hash(on, algorithm)));
        UpstreamFixture sticky = upstream(Balance.ROUND_ROBIN).endpoints(20).sticky("sid");
        return Stream.of(policies, hashes, Stream.of(sticky)).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("upstreams")
    void aPickAllocatesNothing(UpstreamFixture fixture) {
        UpstreamState state = fixture.state();
        PickRequest request = new PickRequest(
                new FakeRequest()
                        .client(7)
                        .header("X-User", "u")
                        .header("Cookie", "a=b; sid=00112233445566aa")
                        .query("a=b&q=5"),
                Randomness.seeded(1));
        pick(state, request);
        long before = threads.getCurrentThreadAllocatedBytes();
        pick(state, request);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < PICKS, allocated + " bytes for " + PICKS + " picks");
    }

    private static void pick(UpstreamState state, PickRequest request) {
        for (int i = 0; i < PICKS; i++) {
            if (state.pick(request, i) instanceof EndpointStats endpoint) {
                endpoint.begin();
                endpoint.answered(1_000_000, i);
                request.exclude(endpoint);
                endpoint.end();
                request.reset();
            }
        }
    }

    /** The measure itself has to see what is allocated. */
    @Test
    void anAllocationIsSeen() {
        long before = threads.getCurrentThreadAllocatedBytes();
        List<byte[]> kept = Stream.generate(() -> new byte[16]).limit(PICKS).toList();
        assertTrue(threads.getCurrentThreadAllocatedBytes() - before > PICKS, kept.size() + " arrays");
    }
}
