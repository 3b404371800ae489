package dev.postern.app.service;

import static dev.postern.app.service.ServiceFixture.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.MemoryCertificates.Texts;
import dev.postern.app.fakes.ScriptedSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of certificates while the configuration stays, and of the configuration when they can't be read. */
class CertificateLifeTest {
    private static final String LISTENER = "listener web 8080";
    private static final String SITE = "certificate site /site.pem";

    private final ServiceFixture fixture = new ServiceFixture();
    private final ScriptedSource file = ScriptedSource.file("postern.yaml");
    private final ScriptedSource store = ScriptedSource.store("consul");

    private ConfigService started(String text) {
        fixture.certificates.write("/site.pem", text);
        ConfigService service = fixture.started(file);
        file.says(LISTENER, SITE);
        fixture.settle();
        return service;
    }

    private Map<String, String> inForce() {
        return fixture.transport.inForce().credentials() instanceof Texts texts ? texts.byName() : Map.of();
    }

    @Test
    void readsThemWithTheConfigurationAndFollowsTheirFiles() {
        ConfigService service = started("one");
        assertEquals(Map.of("site", "one"), inForce());
        assertEquals(Set.of(Path.of("/site.pem")), fixture.certificates.followed());
        assertEquals("site", service.certificates().getFirst().name());
        service.close();
        assertTrue(fixture.certificates.isClosed());
    }

    @Test
    void aChangedFileIsPutInForceWithoutAnotherVersion() {
        ConfigService service = started("one");
        fixture.certificates.write("/site.pem", "two");
        fixture.settle();
        assertEquals(Map.of("site", "two"), inForce());
        assertEquals(1, fixture.transport.inForce().version());
        assertEquals(1, service.history().size());
        assertEquals(2, fixture.transport.applied().size());
        fixture.certificates.write("/site.pem", "two");
        fixture.settle();
        assertEquals(2, fixture.transport.applied().size());
    }

    @Test
    void aBadFileKeepsWhatWasReadAndIsToldUntilItIsGood() {
        ConfigService service = started("one");
        fixture.certificates.write("/site.pem", "bad: a key of another");
        fixture.settle();
        assertEquals(List.of(), service.problems(), "it may be one of two that are being replaced");
        fixture.control.advance(ConfigService.DOUBT);
        assertEquals(List.of("postern.yaml:2:1: certificates.site: bad: a key of another"), texts(service.problems()));
        assertEquals(Map.of("site", "one"), inForce());
        assertTrue(service.certificates().getFirst().isKept());
        fixture.certificates.write("/site.pem", "two");
        fixture.settle();
        assertEquals(List.of(), service.problems());
        assertEquals(Map.of("site", "two"), inForce());
    }

    @Test
    void aFileThatIsBadForAMomentIsNeverTold() {
        ConfigService service = started("one");
        fixture.certificates.write("/site.pem", "bad: half");
        fixture.settle();
        fixture.certificates.write("/site.pem", "two");
        fixture.settle();
        assertEquals(Map.of("site", "two"), inForce());
        fixture.control.advance(ConfigService.DOUBT);
        assertEquals(List.of(), service.problems());
    }

    @Test
    void aBadFileDoesNotHoldOtherChangesBack() {
        ConfigService service = started("one");
        fixture.certificates.write("/site.pem", "bad");
        fixture.settle();
        file.says(LISTENER, SITE, "log debug");
        fixture.settle();
        assertEquals(2, fixture.transport.inForce().version());
        assertEquals(Map.of("site", "one"), inForce());
        assertEquals(1, service.problems().size());
    }

    @Test
    void aChangeWhoseCertificateCanNotBeReadIsRejectedUntilItCan() {
        ConfigService service = started("one");
        file.says(LISTENER, SITE, "certificate more /more.pem");
        fixture.settle();
        assertEquals(List.of("postern.yaml:3:1: certificates.more: bad: missing"), texts(service.problems()));
        assertEquals(1, fixture.transport.inForce().version());
        fixture.certificates.write("/more.pem", "fine");
        fixture.settle();
        assertEquals(List.of(), service.problems());
        assertEquals(Map.of("site", "one", "more", "fine"), inForce());
    }

    @Test
    void inAStoreOnlyTheElementItselfIsHeldBack() {
        fixture.certificates.write("/site.pem", "one");
        ConfigService service = fixture.started(store);
        store.says(LISTENER, SITE, "certificate more /more.pem", "log debug");
        fixture.settle();
        assertEquals(Map.of("site", "one"), inForce());
        assertEquals(1, service.problems().size());
        fixture.certificates.write("/more.pem", "fine");
        fixture.settle();
        assertEquals(Map.of("site", "one", "more", "fine"), inForce());
        assertEquals(List.of(), service.problems());
    }
}
