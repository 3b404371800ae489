package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.ClientAddress.Scheme;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ForwardedChainPropertyTest {
    private static final Slice PROXY = new Slice().set(new byte[] {10, 0, 0, 1}, 0, 4);
    private static final Slice STRANGER = new Slice().set(new byte[] {9, 9, 9, 9}, 0, 4);

    @Provide
    Arbitrary<List<String>> chains() {
        return Arbitraries.of("1.1.1.1", "2.2.2.2", "10.0.0.2", "10.0.0.3", "garbage", "2001:db8::1", "fd00::1", "")
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings().withChars("for=;,\"\\ []:._10aproto").ofMaxLength(40);
    }

    @Property
    void agreesWithWalkingFromTheRight(@ForAll("chains") List<String> chain) {
        String expected = "10.0.0.1";
        for (int i = chain.size() - 1; i >= 0; i--) {
            String entry = chain.get(i);
            if (entry.equals("garbage")) {
                break;
            }
            if (!entry.isEmpty()) {
                expected = entry;
                if (!entry.startsWith("10.") && !entry.startsWith("fd")) {
                    break;
                }
            }
        }
        FakeRequest xForwardedFor = FakeRequest.of("/").header("X-Forwarded-For", String.join(",", chain));
        assertEquals(expected, client(ForwardedHeadersTest.forwarding(true, false), PROXY, xForwardedFor));
        List<String> elements = chain.stream()
                .map(entry -> entry.isEmpty() ? "" : "for=\"" + (entry.contains(":") ? "[" + entry + "]" : entry) + '"')
                .toList();
        FakeRequest forwarded = FakeRequest.of("/").header("Forwarded", String.join(", ", elements));
        assertEquals(expected, client(ForwardedHeadersTest.forwarding(false, true), PROXY, forwarded));
    }

    @Property
    void neverBelievesAStrangerNorFallsOverNoise(@ForAll("noise") String noise) {
        FakeRequest request = FakeRequest.of("/")
                .header("X-Forwarded-For", noise)
                .header("Forwarded", noise)
                .header("X-Forwarded-Host", noise)
                .header("X-Forwarded-Prefix", noise)
                .header("X-Forwarded-Port", noise);
        for (ForwardedHeaders forwarding :
                List.of(ForwardedHeadersTest.forwarding(true, true), ForwardedHeadersTest.forwarding(false, true))) {
            assertFalse(client(forwarding, PROXY, request).isEmpty());
            assertEquals("9.9.9.9", client(forwarding, STRANGER, request));
            ClientAddress client = new ClientAddress();
            TemplateScope scope = new TemplateScope(request, PathParameters.NONE);
            client.connected(STRANGER, 1, Scheme.HTTP);
            forwarding.identify(client, request.headers(), scope);
            List<String> written = new ArrayList<>();
            forwarding.appendTo(
                    client, new Slice(), HeaderEdits.NONE, scope, (name, value) -> written.add(value.text()));
            assertTrue(noise.isBlank()
                    || noise.length() < 4
                    || written.stream().noneMatch(value -> value.contains(noise)));
        }
    }

    private static String client(ForwardedHeaders forwarding, Slice peer, FakeRequest request) {
        ClientAddress client = new ClientAddress();
        client.connected(peer, 1, Scheme.HTTP);
        forwarding.identify(client, request.headers(), new TemplateScope(request, PathParameters.NONE));
        return client.text().text();
    }
}
