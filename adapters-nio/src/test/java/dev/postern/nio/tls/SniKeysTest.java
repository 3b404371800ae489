package dev.postern.nio.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.ListenerTlsConfig.ClientAuth;
import dev.postern.ports.credentials.CredentialReading;
import dev.postern.ports.testtls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificate is shown for which name, and what stays the same from reading to reading. */
class SniKeysTest {
    @TempDir
    private static Path folder;

    private static TestAuthority root;

    @BeforeAll
    static void issue() {
        root = TestAuthority.create(folder, "root");
        root.issue("first", "a.example", "www.a.example");
        root.issue("first-rsa", "rsa", 30, "a.example", "www.a.example");
        root.issue("wild", "*.b.example");
        root.issue("exact", "rsa", 30, "c.b.example");
        root.issue("client", "client");
    }

    private static Path at(String name) {
        return folder.resolve(name);
    }

    private static TlsScene scene() {
        TlsScene scene = new TlsScene();
        for (String name : List.of("first", "first-rsa", "wild", "exact")) {
            scene.certificate(name, at(name + ".pem"), at(name + ".key"));
        }
        return scene;
    }

    private static String shown(TlsScene scene, String host, String type) {
        SniKeys keys = (SniKeys) scene.server("web").keys();
        return String.valueOf(EngineKeys.aliasOf(type, keys.of(host)));
    }

    @ParameterizedTest
    @CsvSource({
        "a.example,EC,first",
        "WWW.A.example,EC,first",
        "a.example,RSA,first-rsa",
        "x.b.example,EC,wild",
        "x.b.example,RSA,null",
        "c.b.example,RSA,exact",
        "c.b.example,EC,null",
        "x.y.b.example,EC,first",
        "b.example,RSA,first-rsa",
        "nowhere,EC,first",
        "nowhere,RSA,first-rsa"
    })
    void choosesByNameAndThenByTypeOfKey(String host, String type, String alias) {
        assertEquals(alias, shown(scene().listener("web", "first", "first-rsa", "wild", "exact"), host, type));
    }

    @Test
    void showsNothingForOtherNamesWhereThatIsWanted() {
        TlsScene scene = scene().listener("web", true, ClientAuth.NONE, Optional.empty(), "first", "wild");
        assertEquals("null", shown(scene, "nowhere", "EC"));
        assertEquals("first", shown(scene, "a.example", "EC"));
        assertNull(scene.server("web").keys().chooseEngineServerAlias("EC", null, null));
    }

    @Test
    void showsAllThatNoUpstreamShowsWhereNoneIsNamed() {
        TlsScene scene = scene().listener("web");
        assertEquals("exact", shown(scene, "c.b.example", "RSA"));
        assertEquals("first", shown(scene, "nowhere", "EC"));
        assertEquals(
                List.of("listeners.web.tls: there is no certificate to show; write one in certificates"),
                new TlsScene().listener("web").problems(folder));
    }

    @Test
    void knowsWhatTakesAnEngineThatChoosesByTheClient() {
        root.issue("ed", "ed25519", 30, "ed.example");
        TlsScene scene = scene().certificate("ed", at("ed.pem"), at("ed.key"));
        assertTrue(scene.listener("web", "first", "first-rsa").server("web").asksForTheJdk());
        assertTrue(scene.listener("web", "wild", "ed").server("web").asksForTheJdk());
        assertFalse(scene.listener("web", "first", "exact").server("web").asksForTheJdk());
    }

    @Test
    void keepsWhatDidNotChange() throws IOException {
        copy("first", "moving");
        TlsScene scene = scene().certificate("moving", at("moving.pem"), at("moving.key"))
                .listener("web", "first")
                .listener("other", "moving");
        CredentialReading before = scene.read();
        assertSame(before.credentials(), scene.read().credentials());
        ServerTls web = scene.server("web");
        ServerTls other = scene.server("other");
        copy("wild", "moving");
        CredentialReading after = scene.read();
        assertNotSame(before.credentials(), after.credentials());
        assertSame(web, scene.server("web"));
        assertNotSame(other.keys(), scene.server("other").keys());
        assertEquals("moving", shown(scene.listener("web", "moving"), "x.b.example", "EC"));
    }

    @Test
    void goesOnWithWhatItReadBeforeWhereAFileIsBadNow() throws IOException {
        copy("first", "spoilt");
        TlsScene scene = scene().certificate("spoilt", at("spoilt.pem"), at("spoilt.key"))
                .listener("web", "spoilt");
        ServerTls good = scene.server("web");
        Files.copy(at("wild.pem"), at("spoilt.pem"), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(
                List.of("certificates.spoilt.key: the private key does not belong to the certificate of CN=wild in"
                        + " ./spoilt.pem; what was read before goes on"),
                scene.problems(folder));
        assertTrue(scene.read().certificates().getLast().isKept());
        assertSame(good, scene.server("web"));
        Files.delete(at("spoilt.pem"));
        assertEquals(
                List.of("certificates.spoilt.certificate: ./spoilt.pem: no such file; what was read before goes on"),
                scene.problems(folder));
        assertTrue(scene.read().files().containsAll(List.of(at("spoilt.pem"), at("spoilt.key"))));
        copy("wild", "spoilt");
        assertEquals(List.of(), scene.problems(folder));
        assertEquals("spoilt", shown(scene, "x.b.example", "EC"));
    }

    @Test
    void believesClientsByABundleThatMayChange() throws IOException {
        String bundle = at("bundle.pem").toString();
        Files.copy(at("root.pem"), at("bundle.pem"), StandardCopyOption.REPLACE_EXISTING);
        TlsScene scene = scene().listener("web", false, ClientAuth.REQUIRE, Optional.of(bundle), "first");
        ServerTls before = scene.server("web");
        assertEquals(1, authorities(before));
        Files.writeString(at("bundle.pem"), Files.readString(at("root.pem")) + Files.readString(at("wild.pem")));
        ServerTls after = scene.server("web");
        assertEquals(2, authorities(after));
        assertSame(before.keys(), after.keys());
        Files.writeString(at("bundle.pem"), "nothing");
        assertEquals(
                List.of(
                        "listeners.web.tls.clientCa: ./bundle.pem holds no certificate of an authority; found nothing in"
                                + " PEM; what was read before goes on"),
                scene.problems(folder));
        assertSame(after, scene.server("web"));
    }

    @Test
    void aChangedElementThatIsBadIsAnError() {
        TlsScene scene = scene().listener("web", "first");
        assertEquals(List.of(), scene.problems(folder));
        scene.certificate("first", at("first.pem"), at("wild.key"));
        assertEquals(1, scene.read().errors().size());
        scene.certificate("first", at("first.pem"), at("first.key"));
        assertEquals(List.of(), scene.problems(folder));
    }

    private static int authorities(ServerTls tls) {
        return Objects.requireNonNull(tls.clients()).getAcceptedIssuers().length;
    }

    private static void copy(String from, String to) throws IOException {
        for (String ending : List.of(".pem", ".key")) {
            Files.copy(at(from + ending), at(to + ending), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
