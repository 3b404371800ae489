package dev.postern.bench;

import dev.postern.domain.balancing.BalancerFactory;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.ConnectionsConfig;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.HashConfig;
import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.StickyConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.routing.RequestView;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.Pick;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.Upstream;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.domain.upstream.WorkerSeat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One pick, with one request more in flight and the oldest of 64 over: what a worker pays per attempt. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PickBench {
    private static final int IN_FLIGHT = 64;
    private static final int CLIENTS = 4096;

    public enum Policy {
        ROUND_ROBIN(UpstreamConfig.Balance.ROUND_ROBIN),
        WEIGHTED_ROUND_ROBIN(UpstreamConfig.Balance.ROUND_ROBIN),
        RANDOM(UpstreamConfig.Balance.RANDOM),
        WEIGHTED_RANDOM(UpstreamConfig.Balance.RANDOM),
        LEAST_REQUESTS(UpstreamConfig.Balance.LEAST_REQUESTS),
        TWO_CHOICES(UpstreamConfig.Balance.TWO_CHOICES),
        PEAK_EWMA(UpstreamConfig.Balance.PEAK_EWMA),
        RING(UpstreamConfig.Balance.HASH),
        MAGLEV(UpstreamConfig.Balance.HASH),
        STICKY(UpstreamConfig.Balance.ROUND_ROBIN);

        private final UpstreamConfig.Balance balance;

        Policy(UpstreamConfig.Balance balance) {
            this.balance = balance;
        }

        private Optional<HashConfig> hash() {
            return switch (this) {
                case RING -> Optional.of(new HashConfig("client-ip", HashConfig.Algorithm.RING));
                case MAGLEV -> Optional.of(new HashConfig("client-ip", HashConfig.Algorithm.MAGLEV));
                default -> Optional.empty();
            };
        }

        private Optional<StickyConfig> sticky() {
            return this == STICKY ? Optional.of(new StickyConfig("sid", Duration.ofHours(1))) : Optional.empty();
        }

        private int weight(int index) {
            return switch (this) {
                case WEIGHTED_ROUND_ROBIN, WEIGHTED_RANDOM -> 1 + index % 3;
                default -> 1;
            };
        }
    }

    @Param
    public Policy policy = Policy.ROUND_ROBIN;

    @Param({"3", "1000"})
    public int endpoints;

    private final Client client = new Client();
    private final EndpointStats[] inFlight = new EndpointStats[IN_FLIGHT];
    private final PickRequest request = new PickRequest(client, Randomness.seeded(1));
    private UpstreamState state;
    private int next;
    private long now;

    @Setup
    public void start() {
        Upstream upstream = compile();
        state = new UpstreamState(upstream, WorkerSeat.only(), 0);
        for (int i = 0; i < IN_FLIGHT; i++) {
            inFlight[i] = pick();
            inFlight[i].begin();
        }
    }

    @Benchmark
    public Pick pickBeginEnd() {
        EndpointStats picked = pick();
        int slot = next & IN_FLIGHT - 1;
        inFlight[slot].answered(1_000_000, now);
        inFlight[slot].end();
        inFlight[slot] = picked;
        picked.begin();
        return picked;
    }

    private EndpointStats pick() {
        client.number = ++next & CLIENTS - 1;
        now += 10_000;
        return (EndpointStats) state.pick(request, now);
    }

    private Upstream compile() {
        List<EndpointConfig> all = IntStream.range(0, endpoints)
                .mapToObj(i -> new EndpointConfig(
                        new Address("10.0." + i / 200 + "." + i % 200, 8080),
                        policy.weight(i),
                        false,
                        Optional.empty()))
                .toList();
        UpstreamConfig config = new UpstreamConfig(
                all,
                Map.of(),
                policy.balance,
                policy.hash(),
                policy.sticky(),
                UpstreamConfig.Protocol.HTTP1,
                Optional.empty(),
                UpstreamConfig.ProxyProtocol.OFF,
                new ConnectionsConfig(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(60),
                        0,
                        64,
                        1024,
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        0),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Optional.empty(),
                Optional.empty(),
                new Percent(0),
                new LimitsConfig(0, new Percent(20), 3),
                Duration.ZERO);
        BalancerFactory.Result result =
                new BalancerFactory(new byte[] {1}).compile("bench", config, List.of(), Optional.empty());
        return ((BalancerFactory.Result.Ready) result).upstream();
    }

    /** A client with an address of its own, and cookies among which none is ours. */
    private static final class Client implements RequestView, HeaderFields {
        private static final Slice COOKIE = Slice.of("Cookie");
        private static final Slice COOKIES = Slice.of("theme=dark; sid=00112233445566aa");

        private final byte[] bytes = new byte[4];
        private final Slice address = new Slice().set(bytes, 0, 4);
        private final Slice nothing = new Slice();
        private int number;

        @Override
        public Slice clientAddress() {
            bytes[2] = (byte) (number >> 8);
            bytes[3] = (byte) number;
            return address;
        }

        @Override
        public HeaderFields headers() {
            return this;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public void name(int index, Slice into) {
            into.set(COOKIE);
        }

        @Override
        public void value(int index, Slice into) {
            into.set(COOKIES);
        }

        @Override
        public Slice method() {
            return nothing;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public Slice host() {
            return nothing;
        }

        @Override
        public int port() {
            return 80;
        }

        @Override
        public Slice authority() {
            return nothing;
        }

        @Override
        public Slice path() {
            return nothing;
        }

        @Override
        public Slice query() {
            return nothing;
        }

        @Override
        public boolean hasQuery() {
            return false;
        }

        @Override
        public Slice clientIp() {
            return nothing;
        }

        @Override
        public int clientPort() {
            return 1;
        }

        @Override
        public Slice requestId() {
            return nothing;
        }

        @Override
        public Slice tlsServerName() {
            return nothing;
        }

        @Override
        public Slice tlsVersion() {
            return nothing;
        }
    }
}
