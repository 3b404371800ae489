package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.IpText;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.ForwardingConfig;
import dev.postern.domain.config.ForwardingConfig.UnderscoreHeaders;
import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.Network;
import dev.postern.domain.rewrite.ClientAddress.Scheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whom a client is taken for, and what is told of it. Longer than most files, because a third of it is tables of what
 * peers may say, and finding and telling are asked of the same requests.
 */
class ForwardedHeadersTest {
    private static final String PROXY = "10.0.0.1";
    private static final String STRANGER = "198.51.100.7";
    private final ClientAddress client = new ClientAddress();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            198.51.100.7 | 203.0.113.1                         | 198.51.100.7
            10.0.0.1     | ''                                  | 10.0.0.1
            10.0.0.1     | 203.0.113.1                         | 203.0.113.1
            10.0.0.1     | 203.0.113.1,10.0.0.2                | 203.0.113.1
            10.0.0.1     | 1.1.1.1, 203.0.113.1 ,  10.0.0.2    | 203.0.113.1
            10.0.0.1     | 10.0.0.3, 10.0.0.2                  | 10.0.0.3
            10.0.0.1     | 1.1.1.1, garbage, 10.0.0.2          | 10.0.0.2
            10.0.0.1     | 1.1.1.1, garbage                    | 10.0.0.1
            10.0.0.1     | 1.1.1.1, 1.1.1.256                  | 10.0.0.1
            10.0.0.1     | unknown                             | 10.0.0.1
            10.0.0.1     | garbage, 203.0.113.1                | 203.0.113.1
            10.0.0.1     | garbage, 10.0.0.5, 10.0.0.6         | 10.0.0.5
            10.0.0.1     | ',,203.0.113.1,,'                   | 203.0.113.1
            10.0.0.1     | 203.0.113.1:8080                    | 203.0.113.1
            10.0.0.1     | 203.0.113.1:                        | 10.0.0.1
            10.0.0.1     | 203.0.113.1:99999                   | 10.0.0.1
            10.0.0.1     | 2001:db8::7                         | 2001:db8::7
            10.0.0.1     | [2001:db8::7]                       | 2001:db8::7
            10.0.0.1     | [2001:db8::7]:443                   | 2001:db8::7
            10.0.0.1     | "[2001:db8::7]:443"                 | 2001:db8::7
            10.0.0.1     | [2001:db8::7                        | 10.0.0.1
            10.0.0.1     | [203.0.113.1]                       | 10.0.0.1
            10.0.0.1     | [2001:db8::7]x                      | 10.0.0.1
            10.0.0.1     | ::ffff:203.0.113.1                  | 203.0.113.1
            10.0.0.1     | 1.1.1.1, ::ffff:10.0.0.9            | 1.1.1.1
            10.0.0.1     | 203.0.113.1, fd00::1                | 203.0.113.1
            ::ffff:10.0.0.1 | 203.0.113.1                      | 203.0.113.1
            fd00::5      | 203.0.113.1                         | 203.0.113.1
            ''           | 203.0.113.1                         | ''
            """)
    void findsTheClientByWalkingPastTrustedProxies(String peer, String chain, String expected) {
        ForwardedHeaders forwarding = forwarding(true, false);
        FakeRequest request = FakeRequest.of("/");
        if (!chain.isEmpty()) {
            request.header("x-forwarded-for", chain);
        }
        identify(forwarding, peer, request);
        assertEquals(expected, client.text().text());
        byte[] bytes = new byte[16];
        assertEquals(
                Math.max(0, IpText.parse(Slice.of(expected), bytes)),
                client.address().length());
    }

    @Test
    void readsAChainThatIsSpreadOverSeveralFields() {
        FakeRequest request = FakeRequest.of("/")
                .header("X-Forwarded-For", "1.1.1.1, 203.0.113.1:7")
                .header("X-Other", "9.9.9.9")
                .header("x-forwarded-for", "10.0.0.2");
        identify(forwarding(true, false), PROXY, request);
        assertEquals("203.0.113.1", client.text().text());
        assertEquals(7, client.port());
    }

    @Test
    void forgetsTheRequestBefore() {
        ForwardedHeaders forwarding = forwarding(true, false);
        identify(
                forwarding,
                PROXY,
                FakeRequest.of("/").header("X-Forwarded-For", "1.1.1.1").header("X-Forwarded-Proto", "https"));
        assertTrue(client.isSecure());
        forwarding.identify(client, FakeRequest.of("/").headers(), scope(FakeRequest.of("/")));
        assertEquals(PROXY, client.text().text());
        assertEquals(1234, client.port());
        assertFalse(client.isSecure());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            for=203.0.113.1                                   | 203.0.113.1
            For="203.0.113.1:80";proto=http                   | 203.0.113.1
            proto=https; for="[2001:db8::7]:443"              | 2001:db8::7
            for=1.1.1.1, for=203.0.113.1;by=x, FOR=10.0.0.2   | 203.0.113.1
            for=1.1.1.1, proto=http, for=10.0.0.2             | 10.0.0.2
            for=1.1.1.1, for=_hidden                          | 10.0.0.1
            for=1.1.1.1, for=unknown, for=10.0.0.3            | 10.0.0.3
            for=203.0.113.1;x="a,for=9.9.9.9"                 | 203.0.113.1
            for=203.0.113.1;x="a\\",for=9.9.9.9"              | 203.0.113.1
            x="unclosed, for=9.9.9.9                          | 10.0.0.1
            for                                               | 10.0.0.1
            for=                                              | 10.0.0.1
            , ,for=203.0.113.1, ,                             | 203.0.113.1
            """)
    void findsTheClientInForwardedWhereThatIsEnabled(String value, String expected) {
        FakeRequest request = FakeRequest.of("/").header("Forwarded", value);
        identify(forwarding(true, true), PROXY, request);
        assertEquals(expected, client.text().text());
        identify(forwarding(true, false), PROXY, request);
        assertEquals(PROXY, client.text().text());
        identify(forwarding(true, true), STRANGER, request);
        assertEquals(STRANGER, client.text().text());
    }

    @Test
    void readsForwardedOnlyWhereThereIsNoXForwardedForOrThatIsOff() {
        FakeRequest request =
                FakeRequest.of("/").header("Forwarded", "for=1.1.1.1").header("X-Forwarded-For", "2.2.2.2");
        identify(forwarding(true, true), PROXY, request);
        assertEquals("2.2.2.2", client.text().text());
        identify(forwarding(false, true), PROXY, request);
        assertEquals("1.1.1.1", client.text().text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.0.1     | X-Forwarded-Proto | https       | true
            10.0.0.1     | X-Forwarded-Proto | HTTPS, http | true
            10.0.0.1     | X-Forwarded-Proto | wss         | true
            10.0.0.1     | X-Forwarded-Proto | http        | false
            10.0.0.1     | X-Forwarded-Proto | httpsx      | false
            10.0.0.1     | Forwarded         | proto=https | true
            10.0.0.1     | Forwarded         | for=1.1.1.1;proto="https", for=2.2.2.2;proto=http | true
            10.0.0.1     | Forwarded         | for=1.1.1.1, for=2.2.2.2;proto=https | false
            198.51.100.7 | X-Forwarded-Proto | https       | false
            198.51.100.7 | Forwarded         | proto=https | false
            """)
    void believesOnlyTrustedPeersAboutTls(String peer, String name, String value, boolean secure) {
        identify(forwarding(true, true), peer, FakeRequest.of("/").header(name, value));
        assertEquals(secure, client.isSecure());
    }

    @Test
    void dropsAStrangersWordsAndWritesItsOwn() {
        FakeRequest request = FakeRequest.of("/")
                .host("www.example.com", 8080, "www.example.com:8080")
                .header("X-Forwarded-For", "1.1.1.1")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil")
                .header("X-Forwarded-Port", "1")
                .header("X-Forwarded-Prefix", "/evil")
                .header("X-Request-Id", "mine");
        ForwardedHeaders forwarding = forwarding(true, true);
        identify(forwarding, STRANGER, request);
        assertEquals(
                List.of(
                        "X-Forwarded-For: 198.51.100.7",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Host: www.example.com:8080",
                        "X-Forwarded-Port: 8080",
                        "X-Forwarded-Prefix: /users",
                        "Forwarded: for=198.51.100.7;host=\"www.example.com:8080\";proto=http",
                        "X-Request-Id: id-1"),
                written(forwarding, request, "/users", HeaderEdits.NONE));
        assertFalse(forwarding.findRequestId(request.headers(), client, new Slice()));
    }

    @Test
    void extendsWhatATrustedPeerSays() {
        FakeRequest request = FakeRequest.of("/")
                .header("X-Forwarded-For", "1.1.1.1")
                .header("X-Forwarded-For", "unknown, 2.2.2.2")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "shop.example.com")
                .header("X-Forwarded-Port", "8443")
                .header("X-Forwarded-Prefix", "/app/")
                .header("Forwarded", "for=\"[::1]\"");
        ForwardedHeaders forwarding = forwarding(true, true);
        identify(forwarding, "fd00::5", request);
        assertEquals(
                List.of(
                        "X-Forwarded-For: 1.1.1.1, unknown, 2.2.2.2, fd00::5",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: shop.example.com",
                        "X-Forwarded-Port: 8443",
                        "X-Forwarded-Prefix: /app/users",
                        "Forwarded: for=\"[::1]\", for=\"[fd00::5]\";host=www.example.com;proto=http",
                        "X-Request-Id: id-1"),
                written(forwarding, request, "/users", HeaderEdits.NONE));
    }

    @Test
    void writesItsOwnWhereATrustedPeerTalksNonsense() {
        FakeRequest request = FakeRequest.of("/")
                .header("X-Forwarded-Proto", "gopher")
                .header("X-Forwarded-Host", "a/b")
                .header("X-Forwarded-Port", "0")
                .header("X-Forwarded-Prefix", "//evil.example");
        ForwardedHeaders forwarding = forwarding(true, false);
        identify(forwarding, PROXY, request);
        assertEquals(
                List.of(
                        "X-Forwarded-For: 10.0.0.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Host: www.example.com",
                        "X-Forwarded-Port: 80",
                        "X-Request-Id: id-1"),
                written(forwarding, request, "", HeaderEdits.NONE));
    }

    @Test
    void leavesToTheEditsOfARouteWhatTheyName() {
        HeaderEdits edits = HeaderEdits.compile(
                new HeaderEditsConfig(
                        Map.of("x-forwarded-for", "{client.ip}"),
                        Map.of(),
                        List.of("X-Forwarded-Port", "x-request-id")),
                HeaderEdits.Side.REQUEST,
                new Vocabulary("r", List.of("u"), List.of()),
                "r",
                new FaultList());
        FakeRequest request = FakeRequest.of("/");
        ForwardedHeaders forwarding = forwarding(true, false);
        identify(forwarding, STRANGER, request);
        assertEquals(
                List.of("X-Forwarded-Proto: http", "X-Forwarded-Host: www.example.com"),
                written(forwarding, request, "", edits));
    }

    @Test
    void writesNothingAboutTheClientWhenTold() {
        FakeRequest request = FakeRequest.of("/");
        ForwardedHeaders forwarding = forwarding(false, false);
        identify(forwarding, STRANGER, request);
        assertEquals(List.of("X-Request-Id: id-1"), written(forwarding, request, "/users", HeaderEdits.NONE));
    }

    @Test
    void writesUnknownForAPeerWithoutAnAddress() {
        FakeRequest request = FakeRequest.of("/").host("", 80, "");
        ForwardedHeaders forwarding = forwarding(true, true);
        identify(forwarding, "", request);
        assertEquals(
                List.of(
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80",
                        "Forwarded: for=unknown;proto=http",
                        "X-Request-Id: id-1"),
                written(forwarding, request, "", HeaderEdits.NONE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-Forwarded-For   | false | true
            x-forwarded-for   | true  | true
            X-Forwarded-Port  | true  | true
            X-Forwarded-User  | false | true
            X-Forwarded-User  | true  | false
            Forwarded         | false | true
            Forwarded         | true  | false
            X-Real-IP         | false | true
            X-Real-IP         | true  | false
            X-Request-ID      | true  | true
            X-Request-ID      | false | true
            X_Forwarded_For   | true  | true
            X.Forwarded.For   | false | true
            X-Forwarded       | false | false
            Accept            | false | false
            Host              | false | false
            """)
    void dropsWhatOthersMayNotSayAndWhatItSaysItself(String name, boolean trusted, boolean dropped) {
        ForwardedHeaders forwarding = forwarding(true, false);
        identify(forwarding, trusted ? PROXY : STRANGER, FakeRequest.of("/"));
        assertEquals(dropped, forwarding.drops(Slice.of(name), client));
    }

    @Test
    void passesATrustedPeersFieldsOnWhereItWritesNone() {
        ForwardedHeaders forwarding = forwarding(false, true);
        identify(forwarding, PROXY, FakeRequest.of("/"));
        assertFalse(forwarding.drops(Slice.of("X-Forwarded-For"), client));
        assertTrue(forwarding.drops(Slice.of("Forwarded"), client));
        identify(forwarding, STRANGER, FakeRequest.of("/"));
        assertTrue(forwarding.drops(Slice.of("X-Forwarded-For"), client));
    }

    @ParameterizedTest
    @EnumSource(UnderscoreHeaders.class)
    void treatsConfusableNamesAsTold(UnderscoreHeaders policy) {
        ForwardedHeaders forwarding = ForwardedHeaders.compile(
                new ForwardingConfig(List.of(), true, false, "X-Request-Id", policy, ForwardingConfig.ClientCert.OFF),
                "forwarding",
                new FaultList());
        FakeRequest request = FakeRequest.of("/").header("X-Fine", "1").header("X_Odd", "2");
        identify(forwarding, STRANGER, request);
        assertEquals(policy == UnderscoreHeaders.REJECT, forwarding.rejects(request.headers(), scope(request)));
        assertEquals(policy != UnderscoreHeaders.ALLOW, forwarding.drops(Slice.of("X_Odd"), client));
        assertFalse(forwarding.rejects(FakeRequest.of("/").header("X-Fine", "1").headers(), scope(request)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0af7651916cd43dd8448eb211c80319c | true
            Root=1-67891233-abcdef           | true
            a:b/c                            | true
            'a b'                            | false
            a"b                              | false
            'a,b'                            | false
            'a;b'                            | false
            é                                | false
            ''                               | false
            """)
    void keepsASaneRequestIdOfATrustedPeer(String id, boolean kept) {
        ForwardedHeaders forwarding = forwarding(true, false);
        FakeRequest request = FakeRequest.of("/").header("x-request-id", id);
        Slice into = new Slice();
        identify(forwarding, PROXY, request);
        assertEquals(kept, forwarding.findRequestId(request.headers(), client, into));
        if (kept) {
            assertEquals(id, into.text());
        }
        identify(forwarding, STRANGER, request);
        assertFalse(forwarding.findRequestId(request.headers(), client, into));
    }

    @Test
    void boundsTheLengthOfARequestId() {
        ForwardedHeaders forwarding = forwarding(true, false);
        identify(forwarding, PROXY, FakeRequest.of("/"));
        FakeRequest.Fields fits = new FakeRequest.Fields().add("X-Request-Id", "a".repeat(128));
        FakeRequest.Fields tooLong = new FakeRequest.Fields().add("X-Request-Id", "a".repeat(129));
        assertTrue(forwarding.findRequestId(fits, client, new Slice()));
        assertFalse(forwarding.findRequestId(tooLong, client, new Slice()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "Host", "Connection", "X-Forwarded-For", "Content-Length"})
    void refusesARequestIdNameThatMeansSomethingElse(String name) {
        FaultList faults = new FaultList();
        ForwardedHeaders.compile(
                new ForwardingConfig(
                        List.of(), true, false, name, UnderscoreHeaders.DROP, ForwardingConfig.ClientCert.OFF),
                "forwarding",
                faults);
        assertEquals(1, faults.all().size());
        assertTrue(faults.all().getFirst().startsWith("forwarding.requestId: "));
    }

    @Test
    void staysLinearForLongChains() {
        FakeRequest request = FakeRequest.of("/")
                .header("X-Forwarded-For", "10.0.0.2,".repeat(7_000))
                .header("Forwarded", "for=10.0.0.2;".repeat(5_000));
        FakeRequest broken = FakeRequest.of("/").header("Forwarded", "\",".repeat(30_000) + "\\\"".repeat(9_000));
        ForwardedHeaders both = forwarding(true, true);
        ForwardedHeaders only = forwarding(false, true);
        Set<String> seen = new TreeSet<>();
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 100; i++) {
                identify(both, PROXY, request);
                seen.add(client.text().text());
                identify(only, PROXY, request);
                seen.add(client.text().text());
                identify(only, PROXY, broken);
                seen.add(client.text().text());
            }
        });
        assertEquals(Set.of("10.0.0.2", PROXY), seen);
    }

    private void identify(ForwardedHeaders forwarding, String peer, FakeRequest request) {
        byte[] bytes = new byte[16];
        int length = Math.max(0, IpText.parse(Slice.of(peer), bytes));
        if (peer.startsWith("::ffff:")) {
            System.arraycopy(bytes, 0, bytes, 12, 4);
            Arrays.fill(bytes, 0, 10, (byte) 0);
            bytes[10] = -1;
            bytes[11] = -1;
            length = 16;
        }
        client.connected(new Slice().set(bytes, 0, length), 1234, Scheme.HTTP);
        forwarding.identify(client, request.headers(), scope(request));
    }

    private List<String> written(ForwardedHeaders forwarding, FakeRequest request, String prefix, HeaderEdits edits) {
        List<String> lines = new ArrayList<>();
        forwarding.appendTo(
                client,
                Slice.of(prefix),
                edits,
                scope(request),
                (name, value) -> lines.add(name.text() + ": " + value.text()));
        return lines;
    }

    private static TemplateScope scope(FakeRequest request) {
        return new TemplateScope(request, PathParameters.NONE);
    }

    static ForwardedHeaders forwarding(boolean xForwarded, boolean forwarded) {
        FaultList faults = new FaultList();
        List<Network> trusted = List.of(
                new Network(new byte[] {10, 0, 0, 0}, 8),
                new Network(new byte[] {(byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 8));
        ForwardedHeaders forwarding = ForwardedHeaders.compile(
                new ForwardingConfig(
                        trusted,
                        xForwarded,
                        forwarded,
                        "X-Request-Id",
                        UnderscoreHeaders.DROP,
                        ForwardingConfig.ClientCert.OFF),
                "forwarding",
                faults);
        faults.assertNone();
        return forwarding;
    }
}
