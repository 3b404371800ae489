package dev.postern.domain.balancing;

import static dev.postern.domain.upstream.UpstreamFixture.id;
import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.HashConfig.Algorithm;
import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.FakeRequest;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.domain.upstream.Picks;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.Upstream;
import dev.postern.domain.upstream.UpstreamFixture;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.domain.upstream.WorkerSeat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundedHashTest {
    private static final int KEYS = 4000;

    private static UpstreamFixture hashed(Algorithm algorithm) {
        return upstream(Balance.HASH).hash("client-ip", algorithm);
    }

    private static EndpointId[] homes(UpstreamState state) {
        EndpointId[] homes = new EndpointId[KEYS];
        for (int key = 0; key < KEYS; key++) {
            homes[key] = home(state, new FakeRequest().client(key));
        }
        return homes;
    }

    private static EndpointId home(UpstreamState state, FakeRequest request) {
        return new Picks(state, request, 1).next().id();
    }

    private static int moved(EndpointId[] before, EndpointId[] after) {
        int moved = 0;
        for (int key = 0; key < KEYS; key++) {
            moved += before[key].equals(after[key]) ? 0 : 1;
        }
        return moved;
    }

    @Property(tries = 30, seed = "4")
    void whereOneLeavesOnlyItsShareMoves(
            @ForAll Algorithm algorithm,
            @ForAll @IntRange(min = 2, max = 40) int endpoints,
            @ForAll @IntRange(max = 39) int leaver) {
        int gone = leaver % endpoints;
        EndpointId[] before = homes(hashed(algorithm).endpoints(endpoints).state());
        EndpointId[] after =
                homes(hashed(algorithm).endpoints(endpoints).without(gone).state());
        int own = 0;
        for (EndpointId home : before) {
            own += home.equals(id(gone)) ? 1 : 0;
        }
        int moved = moved(before, after);
        assertTrue(moved >= own);
        assertTrue(own < KEYS * 1.5 / endpoints, own + " were at one of " + endpoints);
        int needless = switch (algorithm) {
            case RING -> 0;
            case MAGLEV -> KEYS / 20;
        };
        assertTrue(moved - own <= needless, moved + " moved, " + own + " had to");
    }

    @Property(tries = 30, seed = "5")
    void whereOneJoinsItTakesOnlyItsShare(
            @ForAll Algorithm algorithm, @ForAll @IntRange(min = 2, max = 40) int endpoints) {
        EndpointId[] before = homes(hashed(algorithm).endpoints(endpoints).state());
        EndpointId[] after = homes(hashed(algorithm).endpoints(endpoints + 1).state());
        int elsewhere = 0;
        for (int key = 0; key < KEYS; key++) {
            elsewhere += before[key].equals(after[key]) || after[key].equals(id(endpoints)) ? 0 : 1;
        }
        double share = KEYS / (endpoints + 1.0);
        assertTrue(moved(before, after) > share * 0.5);
        assertTrue(moved(before, after) < share * 1.5 + KEYS / 20.0, moved(before, after) + " of " + share);
        assertTrue(elsewhere <= (algorithm == Algorithm.RING ? 0 : KEYS / 20), elsewhere + " moved among the others");
    }

    @ParameterizedTest
    @EnumSource
    void sharesFollowTheWeights(Algorithm algorithm) {
        int[] counts = new int[3];
        UpstreamState state = hashed(algorithm).weights(6, 3, 1).state();
        for (int key = 0; key < 20_000; key++) {
            counts[new Picks(state, new FakeRequest().client(key), 1).nextIndex()]++;
        }
        double tolerance = algorithm == Algorithm.MAGLEV ? 0.08 : 0.25;
        assertEquals(12_000, counts[0], 12_000 * tolerance);
        assertEquals(6_000, counts[1], 6_000 * tolerance);
        assertEquals(2_000, counts[2], 2_000 * tolerance);
    }

    @Test
    void maglevFillsItsTableEvenly() {
        List<Endpoint> endpoints =
                hashed(Algorithm.MAGLEV).endpoints(100).compile().endpoints();
        MaglevTable table = new MaglevTable(endpoints, Endpoint.Role.PRIMARY);
        int[] places = new int[100];
        for (int place = 0; place < table.places(); place++) {
            places[table.endpointAt(place)]++;
        }
        for (int count : places) {
            assertEquals(table.places() / 100.0, count, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOrderOfWritingDoesNotMatter(Algorithm algorithm) {
        UpstreamFixture forwards = hashed(algorithm).endpoints(7);
        UpstreamFixture backwards =
                hashed(algorithm).these(forwards.config().endpoints().reversed());
        assertArrayEquals(homes(forwards.state()), homes(backwards.state()));
    }

    /** The factor is 1.25, and eight are always taken. Keys are few, so that most of them meet at the same endpoint. */
    @Property(tries = 60, seed = "6")
    void nobodyGetsMuchMoreThanItsShare(
            @ForAll Algorithm algorithm,
            @ForAll @IntRange(min = 2, max = 30) int endpoints,
            @ForAll @IntRange(min = 1, max = 5) int keys,
            @ForAll @IntRange(min = 1, max = 2000) int requests) {
        UpstreamState state = hashed(algorithm).endpoints(endpoints).state();
        for (int i = 1; i <= requests; i++) {
            EndpointStats picked = new Picks(state, new FakeRequest().client(i % keys), 1).next();
            picked.begin();
            int bound = Math.max(8, (int) Math.ceil(1.25 * i / endpoints));
            assertTrue(picked.inFlight() <= bound, picked + " of " + i + " at " + endpoints);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOverloadedKeyWalksOnAndComesHomeAgain(Algorithm algorithm) {
        UpstreamState state = hashed(algorithm).endpoints(10).state();
        Picks picks = new Picks(state, new FakeRequest().client(7), 1);
        EndpointStats home = picks.next();
        for (int i = 0; i < 8; i++) {
            assertSame(home, picks.next());
            home.begin();
        }
        EndpointStats next = picks.next();
        assertNotEquals(home.id(), next.id());
        assertSame(next, picks.next());
        home.end();
        assertSame(home, picks.next());
    }

    @ParameterizedTest
    @EnumSource
    void whoIsUnhealthyIsWalkedPastAndOthersKeepTheirKeys(Algorithm algorithm) {
        UpstreamState state = hashed(algorithm).endpoints(8).state();
        EndpointId[] before = homes(state);
        state.apply(Map.of(id(3), new Availability(Availability.State.UNHEALTHY, 0)));
        EndpointId[] without = homes(state);
        for (int key = 0; key < KEYS; key++) {
            if (before[key].equals(id(3))) {
                assertNotEquals(id(3), without[key]);
            } else {
                assertEquals(before[key], without[key]);
            }
        }
        state.apply(Map.of(id(3), Availability.serving()));
        assertArrayEquals(before, homes(state));
    }

    @ParameterizedTest
    @EnumSource
    void backupsHaveATableOfTheirOwn(Algorithm algorithm) {
        UpstreamState alone = hashed(algorithm).endpoints(3).state();
        UpstreamState backed = hashed(algorithm).endpoints(3).backups(3).state();
        assertArrayEquals(homes(alone), homes(backed));
        Availability down = new Availability(Availability.State.UNHEALTHY, 0);
        backed.apply(Map.of(id(0), down, id(1), down, id(2), down));
        EndpointId home = home(backed, new FakeRequest().client(1));
        assertTrue(List.of(id(3), id(4), id(5)).contains(home));
        assertEquals(home, home(backed, new FakeRequest().client(1)));
    }

    @Test
    void positionsSurviveAChangeAroundTheTable() {
        Upstream before = hashed(Algorithm.RING).endpoints(5).compile();
        UpstreamState state = new UpstreamState(before, WorkerSeat.only(), 0);
        EndpointId[] homes = homes(state);
        Upstream limited =
                hashed(Algorithm.RING).endpoints(5).limits(500, 20, 3).compile(List.of(), Optional.of(before));
        assertNotEquals(before, limited);
        assertSame(before.balancer(), limited.balancer());
        state.adopt(limited, 1);
        assertArrayEquals(homes, homes(state));
    }

    @Test
    void eachKindOfKeyReadsItsPart() {
        assertKey("header:X-User", new FakeRequest().header("x-user", "7"), new FakeRequest().header("X-User", "7"));
        assertKey(
                "cookie:sid",
                new FakeRequest().header("Cookie", "a=1; sid=9"),
                new FakeRequest().header("cookie", "sid=9; b=2"));
        assertKey("query:user", new FakeRequest().query("a=b&user=5"), new FakeRequest().query("user=5&c"));
        assertKey(
                "path",
                new FakeRequest().path("/a").query("x"),
                new FakeRequest().path("/a").client(3));
        assertKey(
                "client-ip",
                new FakeRequest().client(9),
                new FakeRequest().client(9).path("/b"));
    }

    private static void assertKey(String on, FakeRequest one, FakeRequest other) {
        UpstreamState state =
                upstream(Balance.HASH).hash(on, Algorithm.RING).endpoints(50).state();
        EndpointId home = home(state, one);
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(home, new Picks(state, other, seed).next().id(), on);
        }
    }

    @Test
    void aRequestWithoutTheKeyGoesByChance() {
        for (String on : List.of("header:X-User", "cookie:sid", "query:user", "client-ip")) {
            UpstreamState state =
                    upstream(Balance.HASH).hash(on, Algorithm.RING).endpoints(3).state();
            PickRequest request = new PickRequest(
                    new FakeRequest().query("users=1").header("Cookie", "sids=1"), Randomness.seeded(1));
            int[] counts = new int[3];
            for (int i = 0; i < 3000; i++) {
                counts[state.endpoints().indexOf(state.pick(request, 0))]++;
            }
            for (int count : counts) {
                assertEquals(1000, count, 120, on);
            }
        }
    }
}
