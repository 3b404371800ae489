package dev.postern.domain.upstream;

import static dev.postern.domain.upstream.UpstreamFixture.address;
import static dev.postern.domain.upstream.UpstreamFixture.id;
import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.StickyConfig;
import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.Availability.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StickyCookieTest {
    private final UpstreamState state =
            upstream(Balance.ROUND_ROBIN).endpoints(4).sticky("POSTERN").state();

    private static String setCookie(UpstreamState state, EndpointId chosen, FakeRequest request) {
        ByteBuilder value = new ByteBuilder(16);
        state.upstream().sticky().orElseThrow().write(chosen, request, value);
        return value.toString();
    }

    private static FakeRequest holding(UpstreamState state, int number) {
        String cookie = setCookie(state, id(number), new FakeRequest());
        return new FakeRequest().header("Cookie", "other=1; " + cookie.substring(0, cookie.indexOf(';')));
    }

    private boolean isNeeded(FakeRequest request, int chosen) {
        return state.upstream()
                .sticky()
                .orElseThrow()
                .isNeeded(new PickRequest(request, Randomness.seeded(1)), id(chosen));
    }

    @Test
    void aClientComesBackToItsEndpoint() {
        for (int number = 0; number < 4; number++) {
            Picks picks = new Picks(state, holding(state, number), 1);
            for (int i = 0; i < 10; i++) {
                assertEquals(id(number), picks.next().id());
            }
            assertFalse(isNeeded(holding(state, number), number));
        }
    }

    @Test
    void aClientWithoutTheCookieIsBalancedAndTold() {
        assertEquals("ABCD", new Picks(state, new FakeRequest(), 1).letters(4));
        assertTrue(isNeeded(new FakeRequest(), 2));
        assertTrue(isNeeded(holding(state, 1), 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zz", "0123456789abcdef", "0123456789abcdeg", "0123456789abcdef0", "../../etc/passwd"})
    void aCookieThatNamesNobodyIsIgnored(String value) {
        FakeRequest request = new FakeRequest().header("Cookie", "POSTERN=" + value);
        assertEquals("ABCD", new Picks(state, request, 1).letters(4));
        assertTrue(isNeeded(request, 0));
    }

    @Test
    void theCookieDoesNotTellTheAddress() {
        String cookie = setCookie(state, id(1), new FakeRequest());
        assertTrue(cookie.matches("POSTERN=[0-9a-f]{16}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"), cookie);
        assertFalse(cookie.contains(address(1).host()));
        assertTrue(setCookie(state, id(1), new FakeRequest().secure()).endsWith("; SameSite=Lax; Secure"));
    }

    @Test
    void theKeyChangesTheCookie() {
        StickyConfig config = new StickyConfig("POSTERN", Duration.ofHours(1));
        ByteBuilder plain = new ByteBuilder(16);
        ByteBuilder keyed = new ByteBuilder(16);
        new StickyCookie(config, state.upstream().endpoints(), new byte[] {1}).write(id(1), new FakeRequest(), plain);
        new StickyCookie(config, state.upstream().endpoints(), Ascii.bytes("secret"))
                .write(id(1), new FakeRequest(), keyed);
        assertNotEquals(plain.toString(), keyed.toString());
    }

    @Test
    void theCookieIsAnHmac() throws Exception {
        for (int length : new int[] {1, 64, 65, 200}) {
            byte[] key = "k".repeat(length).getBytes(StandardCharsets.US_ASCII);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String digits =
                    HexFormat.of().formatHex(mac.doFinal(id(1).toString().getBytes(StandardCharsets.UTF_8)), 0, 8);
            ByteBuilder written = new ByteBuilder(16);
            StickyConfig config = new StickyConfig("POSTERN", Duration.ofHours(1));
            new StickyCookie(config, state.upstream().endpoints(), key).write(id(1), new FakeRequest(), written);
            assertTrue(written.toString().startsWith("POSTERN=" + digits + ";"), written.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhoCanServeKeepsItsClients(State availability) {
        state.apply(Map.of(id(2), new Availability(availability, 0)));
        boolean kept = new Picks(state, holding(state, 2), 1).next().id().equals(id(2));
        boolean expected = switch (availability) {
            case SERVING, WARMING, UNPROVEN, DRAINING -> true;
            case UNHEALTHY, EJECTED, OUT -> false;
        };
        assertEquals(expected, kept);
    }

    @Test
    void aClientIsMovedWhenItsEndpointWasTried() {
        Picks picks = new Picks(state, holding(state, 2), 1);
        picks.request().exclude(picks.next());
        assertNotEquals(id(2), picks.next().id());
    }

    @Test
    void stickingSurvivesChangesAroundTheEndpoint() {
        FakeRequest client = holding(state, 2);
        state.adopt(
                upstream(Balance.RANDOM)
                        .endpoints(9)
                        .without(0)
                        .sticky("POSTERN")
                        .compile(),
                1);
        assertEquals(id(2), new Picks(state, client, 1).next().id());
        state.adopt(
                upstream(Balance.RANDOM)
                        .endpoints(9)
                        .without(2)
                        .sticky("POSTERN")
                        .compile(),
                2);
        assertNotEquals(id(2), new Picks(state, client, 1).next().id());
        assertFalse(isNeeded(client, 2), "who has left can't be named");
        assertThrows(IllegalArgumentException.class, () -> setCookie(state, id(2), client));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1; sid=7; b=2 | 7",
                "sid=7           | 7",
                "sid=7;sid=8     | 7",
                "xsid=1; sid=2   | 2",
                "sid; sid=3      | 3",
                "sid=            | ''",
                "SID=4           | ''",
                "sidx=5          | ''",
                "a=sid=6         | ''",
                "sid=a=b         | a=b",
            })
    void readsOneCookieAmongMany(String header, String value) {
        Slice into = new Slice();
        CookieHeader.find(new FakeRequest().header("Cookie", header).headers(), Ascii.bytes("sid"), into);
        assertEquals(value, into.text());
    }

    @Test
    void looksIntoEveryCookieField() {
        Slice into = new Slice();
        FakeRequest request =
                new FakeRequest().header("Cookie", "a=1").header("X", "sid=0").header("cookie", "sid=2");
        assertTrue(CookieHeader.find(request.headers(), Ascii.bytes("sid"), into));
        assertEquals("2", into.text());
        assertFalse(CookieHeader.find(request.headers(), Ascii.bytes("none"), into));
        assertTrue(into.isEmpty());
    }
}
