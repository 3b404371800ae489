package dev.postern.config.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.RecordedEvents;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.teststores.LoadedClasses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConsulSourceFactoryTest {
    @Test
    void everythingThatIsWrongIsSaidInOneLineWithoutSecrets() {
        BadSourceException failure = assertThrows(
                BadSourceException.class,
                () -> open("consul://me:hunter2@h?token=hunter3&datacentre=eu&wait=1h&consistency=stail", Map.of()));
        String line = String.valueOf(failure.getMessage());
        assertEquals(
                "consul source: there is no prefix, expected consul://host:port/prefix; an address holds a user or a"
                        + " secret before \"@\", which is no place for them; token can't be written here, where others may"
                        + " read it: name a file in token-file or an environment variable in token-env; consistency is"
                        + " \"stail\", expected one of default, stale, consistent; did you mean \"stale\"?; wait is \"1h\","
                        + " expected whole seconds or minutes from 1s to 600s; the option datacentre is unknown; did you"
                        + " mean \"datacenter\"?",
                line);
        assertFalse(line.contains("hunter"));
    }

    @Test
    void theAgentComesFromTheAddressThenFromTheEnvironmentThenFromCustom() throws Exception {
        Map<String, String> environment = Map.of("CONSUL_HTTP_ADDR", "http://127.0.0.1:2");
        assertEquals("consul 127.0.0.1:1: connection refused", reason("consul://127.0.0.1:1/p", environment));
        assertEquals("consul 127.0.0.1:2: connection refused", reason("consul:///p", environment));
        assertEquals(
                List.of("127.0.0.1:8500"),
                ConsulService.read(new ServiceRef("u", Map.of("service", List.of("s"))), Map.of())
                        .service()
                        .connection()
                        .agents()
                        .stream()
                        .map(Object::toString)
                        .toList());
    }

    @Test
    void aLimitOfStalenessShortensTheWaitThatWouldBreakIt() throws Exception {
        try (ConfigSource source = open("consul://127.0.0.1:1/p?maxStaleness=6s", Map.of())) {
            assertEquals(
                    Optional.of(Duration.ofSeconds(6)),
                    source.staleness().orElseThrow().most());
        }
        BadSourceException failure = assertThrows(
                BadSourceException.class, () -> open("consul://127.0.0.1:1/p?max-staleness=6s&wait=4s", Map.of()));
        assertEquals(
                "consul source: max-staleness is 6s, expected at least twice the wait of 4s, in which nothing may be"
                        + " proved",
                failure.getMessage());
    }

    @Test
    void tagsStandForThemselvesAndPortsAreTheirs() {
        BadSourceException failure = assertThrows(
                BadSourceException.class, () -> open("consul://127.0.0.1:1/p?tags=urlprefix-&ports=80,x", Map.of()));
        assertEquals(
                "consul source: tags and the prefix p are both given; give each a --config of its own; ports holds"
                        + " \"x\", expected ports with commas between them",
                failure.getMessage());
    }

    @Test
    void theNameIsWhatTheOperatorWrote() throws Exception {
        String text = "consul://127.0.0.1:1/p?token-file=/run/t";
        try (ConfigSource source = open(text, Map.of())) {
            assertEquals(text, source.name());
        }
    }

    @Test
    void noClientIsLoadedBeforeAnythingIsWatched() throws Exception {
        List<String> loaded = LoadedClasses.of(OpensButNeverStarts.class);
        assertFalse(loaded.isEmpty());
        assertEquals(
                List.of(),
                loaded.stream()
                        .filter(name -> name.startsWith("okhttp3.")
                                || name.startsWith("okio.")
                                || name.startsWith("retrofit2.")
                                || name.startsWith("kotlin.")
                                || name.startsWith("com.fasterxml.")
                                || name.startsWith("com.google.common.")
                                || name.startsWith("org.kiwiproject."))
                        .toList());
    }

    /** Run in a JVM of its own. */
    static final class OpensButNeverStarts {
        private OpensButNeverStarts() {}

        public static void main(String[] arguments) throws BadSourceException {
            open("consul://127.0.0.1:1/p?token-env=T", Map.of()).close();
            try (ConsulDiscovery discovery = new ConsulDiscovery(Map.of())) {
                discovery.check(new ServiceRef("users", Map.of("service", List.of("users"))));
            }
        }
    }

    private static String reason(String uri, Map<String, String> environment) throws Exception {
        RecordedEvents events = new RecordedEvents(Duration.ofSeconds(20));
        try (ConfigSource source = open(uri, environment)) {
            source.start(events);
            return events.awaitUnavailableAfter(0).reason();
        }
    }

    private static ConfigSource open(String uri, Map<String, String> environment) throws BadSourceException {
        return new ConsulSourceFactory(environment).open(SourceUri.parse(uri));
    }
}
