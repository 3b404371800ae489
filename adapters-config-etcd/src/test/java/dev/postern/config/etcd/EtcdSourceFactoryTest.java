package dev.postern.config.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.teststores.LoadedClasses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EtcdSourceFactoryTest {
    @Test
    void everythingThatIsWrongIsSaidInOneLineWithoutSecrets() {
        BadSourceException failure = assertThrows(
                BadSourceException.class,
                () -> open("etcd://me:hunter2@h?password=hunter3&pasword-file=x&user=u&key=k", Map.of()));
        String line = String.valueOf(failure.getMessage());
        assertEquals(
                "etcd source: there is no prefix, expected etcd://host:port/prefix; cert and key belong together, and"
                        + " only one of them is given; password can't be written here, where others may read it: name a"
                        + " file in password-file or an environment variable in password-env; user and password-file or"
                        + " password-env belong together, and only one of them is given; an address holds a user or a"
                        + " secret before \"@\", which is no place for them; the option pasword-file is unknown; did you"
                        + " mean \"password-file\"?",
                line);
        assertFalse(line.contains("hunter"));
    }

    @Test
    void theMembersComeFromTheAddressThenFromTheEnvironmentThenFromCustom() {
        assertEquals(List.of("a:1"), members(Map.of("address", List.of("a:1")), "b:2"));
        assertEquals(List.of("b:2", "c:2379"), members(Map.of(), "http://b:2,http://c"));
        assertEquals(List.of("127.0.0.1:2379"), members(Map.of(), ""));
    }

    private static List<String> members(Map<String, List<String>> options, String environment) {
        Map<String, List<String>> all = new HashMap<>(options);
        all.put("prefix", List.of("/p"));
        Map<String, String> variables = environment.isEmpty() ? Map.of() : Map.of("ETCD_ENDPOINTS", environment);
        EtcdService.Reading reading = EtcdService.read(new ServiceRef("u", all), variables);
        assertEquals(List.of(), reading.problems());
        return reading.service().connection().members().stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void theNameIsWhatTheOperatorWrote() throws Exception {
        String text = "etcd://127.0.0.1:1,127.0.0.1:2/p?user=u&password-file=/run/p";
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
                        .filter(name -> name.startsWith("io.grpc.")
                                || name.startsWith("io.netty.")
                                || name.startsWith("com.google.")
                                || name.startsWith("com.ibm.etcd."))
                        .toList());
    }

    /** Run in a JVM of its own. */
    static final class OpensButNeverStarts {
        private OpensButNeverStarts() {}

        public static void main(String[] arguments) throws BadSourceException {
            open("etcd://127.0.0.1:1/p?user=u&password-env=P", Map.of()).close();
            try (EtcdDiscovery discovery = new EtcdDiscovery(Map.of())) {
                discovery.check(new ServiceRef("users", Map.of("prefix", List.of("/users"))));
            }
        }
    }

    private static ConfigSource open(String uri, Map<String, String> environment) throws BadSourceException {
        return new EtcdSourceFactory(environment).open(SourceUri.parse(uri));
    }
}
