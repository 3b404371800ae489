package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.ForwardingConfig;
import dev.postern.domain.config.ForwardingConfig.ClientCert;
import dev.postern.domain.config.Network;
import dev.postern.domain.rewrite.ClientAddress.Scheme;
import dev.postern.domain.routing.ClientCertificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What upstreams are told of the certificate of a client, and by whom. */
class ClientCertTest {
    private static final byte[] STRANGER = {(byte) 203, 0, 113, 1};
    private static final byte[] PROXY = {10, 0, 0, 1};
    private static final ClientCertificate ALICE = new ClientCertificate(
            Slice.of("CN=alice"),
            Slice.of("CN=ca"),
            Slice.of("alice.example"),
            Slice.of("1f"),
            Slice.of("abcd"),
            Slice.of(":YQ==:"),
            Slice.of(":Yg==:, :Yw==:"));

    private final ClientAddress client = new ClientAddress();

    /** The fields about certificates, and what of the request's own goes on. */
    private List<String> told(ClientCert clientCert, byte[] peer, FakeRequest request) {
        FaultList faults = new FaultList();
        ForwardedHeaders forwarding = ForwardedHeaders.compile(
                new ForwardingConfig(
                        List.of(new Network(PROXY, 32)),
                        false,
                        false,
                        "X-Request-Id",
                        ForwardingConfig.UnderscoreHeaders.DROP,
                        clientCert),
                "forwarding",
                faults);
        faults.assertNone();
        TemplateScope scope = new TemplateScope(request, PathParameters.NONE);
        client.connected(new Slice().set(peer, 0, peer.length), 1, Scheme.HTTPS);
        forwarding.identify(client, request.headers(), scope);
        List<String> lines = new ArrayList<>();
        Slice name = new Slice();
        Slice value = new Slice();
        for (int i = 0; i < request.headers().size(); i++) {
            request.headers().name(i, name);
            request.headers().value(i, value);
            if (!forwarding.drops(name, client)) {
                lines.add(name.text() + ": " + value.text());
            }
        }
        forwarding.appendTo(client, new Slice(), HeaderEdits.NONE, scope, (field, text) -> {
            if (field.text().startsWith("Client-")) {
                lines.add(field.text() + ": " + text.text());
            }
        });
        return lines;
    }

    private static FakeRequest claiming() {
        return FakeRequest.of("/").header("client-cert", ":evil:").header("Client-Cert-Chain", ":evil:");
    }

    @Test
    void tellsItOnlyWhereThatIsAskedFor() {
        FakeRequest request = FakeRequest.of("/").shown(ALICE);
        assertEquals(List.of(), told(ClientCert.OFF, STRANGER, request));
        assertEquals(List.of("Client-Cert: :YQ==:"), told(ClientCert.CERTIFICATE, STRANGER, request));
        assertEquals(
                List.of("Client-Cert: :YQ==:", "Client-Cert-Chain: :Yg==:, :Yw==:"),
                told(ClientCert.CHAIN, STRANGER, request));
        assertEquals(List.of(), told(ClientCert.CHAIN, STRANGER, FakeRequest.of("/")));
    }

    @Test
    void dropsWhatAStrangerClaims() {
        assertEquals(List.of(), told(ClientCert.OFF, STRANGER, claiming()));
        assertEquals(List.of(), told(ClientCert.CHAIN, STRANGER, claiming()));
        assertEquals(
                List.of("Client-Cert: :YQ==:"),
                told(ClientCert.CERTIFICATE, STRANGER, claiming().shown(ALICE)));
    }

    @Test
    void keepsWhatATrustedProxySaysOfItsClient() {
        List<String> said = List.of("client-cert: :evil:", "Client-Cert-Chain: :evil:");
        assertEquals(said, told(ClientCert.OFF, PROXY, claiming()));
        assertEquals(said, told(ClientCert.CHAIN, PROXY, claiming().shown(ALICE)));
        assertEquals(
                List.of("Client-Cert: :YQ==:"),
                told(ClientCert.CERTIFICATE, PROXY, FakeRequest.of("/").shown(ALICE)));
    }

    @ParameterizedTest
    @CsvSource({
        "{tls.client.subject},CN=alice,''",
        "{tls.client.issuer},CN=ca,''",
        "{tls.client.names},alice.example,''",
        "{tls.client.serial},1f,''",
        "{tls.client.fingerprint},abcd,''",
        "{tls.client.verified},true,false"
    })
    void templatesMayAskForIt(String template, String ofAlice, String ofNobody) {
        FaultList faults = new FaultList();
        Template compiled = Template.compile(
                template, Destination.HEADER_VALUE, new Vocabulary("r", List.of(), List.of()), null, "x", faults);
        faults.assertNone();
        assertEquals(ofAlice, filled(compiled, FakeRequest.of("/").shown(ALICE)));
        assertEquals(ofNobody, filled(compiled, FakeRequest.of("/")));
        assertTrue(ALICE.isPresent());
        assertFalse(ClientCertificate.NONE.isPresent());
    }

    private static String filled(Template template, FakeRequest request) {
        ByteBuilder out = new ByteBuilder(64);
        assertTrue(template.append(new TemplateScope(request, PathParameters.NONE), out));
        return out.toString();
    }
}
