package dev.postern.config.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigDocument.Trust;
import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.RecordedEvents;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.teststores.ConsulServer;
import dev.postern.ports.teststores.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConsulKeysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static ConsulServer server;

    private final RecordedEvents events = new RecordedEvents(PATIENCE);

    @BeforeAll
    static void startTheServer() {
        server = ConsulServer.startWithTls();
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    private static ConfigSource open(String agent, String prefixAndOptions) throws Exception {
        return new ConsulSourceFactory(Map.of()).open(SourceUri.parse("consul://" + agent + "/" + prefixAndOptions));
    }

    @Test
    void readsElementsSectionsAndAWholeDocumentAndLeavesOutTheRest() throws Exception {
        server.put("layout/routes/users", "u");
        server.put("layout/log", "l");
        server.put("layout/config", "c");
        server.put("layout/rutes/users", "x");
        server.put("layout/routes/", "");
        server.put("layouts/routes/other", "o");
        try (ConfigSource source = open(server.address(), "layout")) {
            source.start(events);
            ConfigEvent.Documents told = events.awaitTexts("u", "l", "c");
            assertEquals(
                    List.of(
                            new ConfigDocument("consul key layout/config", Optional.empty(), "c", Trust.REMOTE),
                            new ConfigDocument(
                                    "consul key layout/log",
                                    Optional.of(new ElementId(Section.LOG, "")),
                                    "l",
                                    Trust.REMOTE),
                            new ConfigDocument(
                                    "consul key layout/routes/users",
                                    Optional.of(new ElementId(Section.ROUTES, "users")),
                                    "u",
                                    Trust.REMOTE)),
                    told.documents());
            assertTrue(Long.parseLong(told.version()) > 0);
            assertEquals(ConfigSource.Acceptance.BY_ELEMENT, source.acceptance());
        }
    }

    @Test
    void aTransactionIsNeverSeenInHalves() throws Exception {
        write(0);
        try (ConfigSource source = open(server.address(), "txn")) {
            source.start(events);
            events.awaitTexts("0", "0", "0");
            for (int i = 1; i <= 60; i++) {
                write(i);
            }
            events.awaitTexts("60", "60", "60");
            for (ConfigEvent event : events.all()) {
                Set<String> versions = new HashSet<>(RecordedEvents.textsOf(event));
                assertEquals(1, versions.size(), event.toString());
            }
        }
    }

    private static void write(int version) {
        Optional<String> text = Optional.of(Integer.toString(version));
        server.transaction(Map.of("txn/routes/a", text, "txn/routes/b", text, "txn/upstreams/c", text));
    }

    @Test
    void aWriteThatChangesNothingTellsNothing() throws Exception {
        server.put("same/routes/a", "1");
        try (ConfigSource source = open(server.address(), "same")) {
            source.start(events);
            events.awaitTexts("1");
            server.put("same/routes/a", "1");
            server.put("same/note", "for people");
            server.put("same/routes/b", "2");
            events.awaitTexts("1", "2");
            assertEquals(2, events.count(), events.all().toString());
        }
    }

    @Test
    void anAbsentPrefixIsToldAsEmptyAndWatched() throws Exception {
        try (ConfigSource source = open(server.address(), "absent")) {
            source.start(events);
            events.awaitTexts();
            server.put("absent/routes/a", "1");
            events.awaitTexts("1");
            int before = events.count();
            server.deleteAll("absent/");
            events.awaitTextsAfter(before);
        }
    }

    @Test
    void speaksTlsToAnAgentThatItsAuthorityVouchesFor() throws Exception {
        server.put("tls/routes/a", "1");
        Path authority = server.folder().resolve("server.crt");
        try (ConfigSource source = open(server.tlsAddress(), "tls?tls=true&ca=" + authority)) {
            source.start(events);
            events.awaitTexts("1");
            server.put("tls/routes/a", "2");
            events.awaitTexts("2");
        }
    }

    @Test
    void asksInTheNamespaceWhichThisServerDoesNotKnow() throws Exception {
        try (ConfigSource source = open(server.address(), "names?namespace=team-a")) {
            source.start(events);
            assertReason("consul " + server.address() + ": .*X-Consul-Namespace.*");
        }
    }

    @Test
    void saysInOneLineThatAnAgentIsNotTrusted() throws Exception {
        Path stranger = TestCertificate.create(server.folder(), "stranger").certificate();
        try (ConfigSource source = open(server.tlsAddress(), "tls?tls=true&ca=" + stranger)) {
            source.start(events);
            assertReason("consul " + server.tlsAddress() + ": TLS failed: .*unable to find valid certification path.*");
        }
    }

    @Test
    void saysInOneLineThatTheAuthorityCannotBeRead() throws Exception {
        Path missing = server.folder().resolve("missing.crt");
        try (ConfigSource source = open(server.tlsAddress(), "tls?tls=true&ca=" + missing)) {
            source.start(events);
            assertReason("consul " + server.tlsAddress() + ": the file " + missing + " can't be read");
        }
    }

    @Test
    void saysInOneLineThatAHostIsUnknownOrNobodyListens() throws Exception {
        try (ConfigSource source = open("no-such-host.invalid", "p")) {
            source.start(events);
            assertReason("consul no-such-host.invalid:8500: unknown host");
        }
        RecordedEvents others = new RecordedEvents(PATIENCE);
        try (ConfigSource source = open("127.0.0.1:1", "p")) {
            source.start(others);
            assertEquals(
                    "consul 127.0.0.1:1: connection refused",
                    others.awaitUnavailableAfter(0).reason());
        }
    }

    @Test
    void aWrongOrMissingTokenIsOneLineAndNotAnEmptyConfiguration() throws Exception {
        String master = "11111111-2222-3333-4444-555555555555";
        try (ConsulServer guarded = ConsulServer.startGuarded(master)) {
            guarded.put("p/routes/a", "1");
            Path token = Files.writeString(guarded.folder().resolve("token"), "99999999-2222-3333-4444-555555555555");
            try (ConfigSource source = open(guarded.address(), "p?token-file=" + token)) {
                source.start(events);
                assertReason("consul " + guarded.address() + ": unknown token \\(403\\)");
                Files.writeString(token, master);
                events.awaitTexts("1");
                assertEquals(2, events.count(), events.all().toString());
            }
            RecordedEvents others = new RecordedEvents(PATIENCE);
            try (ConfigSource source = open(guarded.address(), "p")) {
                source.start(others);
                assertEquals(
                        "consul " + guarded.address() + ": permission denied for p/ (403)",
                        others.awaitUnavailableAfter(0).reason());
            }
        }
    }

    @Test
    void aServerThatLostEverythingIsNoticedAndFollowed() throws Exception {
        try (ConsulServer fragile = ConsulServer.start()) {
            for (int i = 0; i < 30; i++) {
                fragile.put("p/routes/a", Integer.toString(i));
            }
            try (ConfigSource source = open(fragile.address(), "p")) {
                source.start(events);
                events.awaitTexts("29");
                fragile.kill();
                events.awaitUnavailableAfter(0);
                fragile.restartEmpty();
                events.awaitTexts();
                fragile.put("p/routes/b", "new");
                events.awaitTexts("new");
            }
        }
    }

    @Test
    void aFrozenServerIsNoticedAndItsReturnToo() throws Exception {
        try (ConsulServer frozen = ConsulServer.start()) {
            frozen.put("p/routes/a", "1");
            try (ConfigSource source = open(frozen.address(), "p?wait=1s")) {
                source.start(events);
                events.awaitTexts("1");
                frozen.freeze();
                String reason = events.awaitUnavailableAfter(0).reason();
                frozen.thaw();
                assertEquals("consul " + frozen.address() + ": no answer in time", reason);
                frozen.put("p/routes/a", "2");
                events.awaitTexts("2");
            }
        }
    }

    private void assertReason(String pattern) throws InterruptedException {
        String reason = events.awaitUnavailableAfter(0).reason();
        assertTrue(reason.matches(pattern), reason);
    }
}
