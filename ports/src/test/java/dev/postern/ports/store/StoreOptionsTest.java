package dev.postern.ports.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.config.SourceUri;
import dev.postern.ports.discovery.ServiceRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreOptionsTest {
    @Test
    void anUnknownOptionIsNamedWithTheNearestSpelling() {
        StoreOptions options = uri("datacentre=eu&nonsense=1");
        options.text("datacenter");
        options.flag("tls");
        assertEquals(
                List.of(
                        "the option datacentre is unknown; did you mean \"datacenter\"?",
                        "the option nonsense is unknown"),
                options.problems().stream().sorted().toList());
    }

    @Test
    void anAddressMaySpellItsOptionsInCamelCaseToo() {
        StoreOptions options = uri("tokenFile=/run/t&maxStaleness=30s&max-staleness=20s");
        assertEquals(Optional.of(new Secret.InFile(Path.of("/run/t"))), options.secret("token"));
        assertTrue(options.duration("max-staleness", Duration.ofSeconds(1), Duration.ofMinutes(1))
                .isPresent());
        assertEquals(List.of("max-staleness is given twice"), options.problems());
    }

    @Test
    void aSecretWrittenOutIsRefusedAndNotRepeated() {
        StoreOptions options = uri("token=hunter2");
        assertEquals(Optional.empty(), options.secret("token"));
        assertEquals(
                List.of("token can't be written here, where others may read it: name a file in token-file or an "
                        + "environment variable in token-env"),
                options.problems());
    }

    @Test
    void aSecretIsNamedByAFileOrByAVariable() {
        assertEquals(
                Optional.of(new Secret.InFile(Path.of("/run/t"))),
                uri("token-file=/run/t").secret("token"));
        assertEquals(
                Optional.of(new Secret.InEnvironment("T")), uri("token-env=T").secret("token"));
        StoreOptions both = uri("token-env=T&token-file=/run/t");
        both.secret("token");
        assertEquals(List.of("token-file and token-env are both given, expected one of them"), both.problems());
    }

    @Test
    void aServiceSpellsItsOptionsInCamelCase() {
        StoreOptions options = StoreOptions.of(new ServiceRef(
                "users", Map.of("tokenFile", List.of("/run/t"), "tags", List.of("a", "b"), "token-env", List.of("T"))));
        assertEquals(Optional.of(new Secret.InFile(Path.of("/run/t"))), options.secret("token"));
        assertEquals(List.of("a", "b"), options.list("tags"));
        assertEquals(List.of("the option token-env is unknown; did you mean \"tokenEnv\"?"), options.problems());
    }

    @Test
    void aSecretOfAServiceWrittenOutIsRefusedToo() {
        StoreOptions options = StoreOptions.of(new ServiceRef("users", Map.of("token", List.of("hunter2"))));
        options.secret("token");
        assertEquals(1, options.problems().size());
        assertFalse(options.problems().getFirst().contains("hunter2"));
    }

    @Test
    void aDurationIsWholeSecondsOrMinutesWithinBounds() {
        Duration least = Duration.ofSeconds(1);
        Duration most = Duration.ofMinutes(10);
        assertEquals(Duration.ofSeconds(5), uri("wait=5s").duration("wait", most, least, most));
        assertEquals(Duration.ofMinutes(2), uri("wait=2m").duration("wait", most, least, most));
        assertEquals(most, uri("").duration("wait", most, least, most));
        for (String wrong : List.of("0s", "11m", "5", "1h", "99999999s")) {
            StoreOptions options = uri("wait=" + wrong);
            assertEquals(most, options.duration("wait", most, least, most));
            assertEquals(
                    List.of("wait is \"" + wrong + "\", expected whole seconds or minutes from 1s to 600s"),
                    options.problems());
        }
    }

    @Test
    void whatIsNoneOfTheChoicesIsAProblem() {
        StoreOptions options = uri("consistency=stael");
        assertEquals("default", options.oneOf("consistency", "default", List.of("default", "stale")));
        assertEquals(
                List.of("consistency is \"stael\", expected one of default, stale; did you mean \"stale\"?"),
                options.problems());
    }

    @Test
    void anAddressWithAUserInItIsRefusedAndNotRepeated() {
        StoreOptions options = uri("");
        assertEquals(
                List.of(new StoreAddress("h", 1), new StoreAddress("::1", 8500)),
                options.addresses(List.of("h:1", "[::1]", "me:hunter2@h:1", "h:x", "h:0", "h:65536"), 8500));
        assertEquals(
                List.of(
                        "an address holds a user or a secret before \"@\", which is no place for them",
                        "the address \"h:x\" is not host:port",
                        "the address \"h:0\" is not host:port",
                        "the address \"h:65536\" is not host:port"),
                options.problems());
    }

    @Test
    void whatIsRequiredIsMissedAndWhatIsEmptyIsNamed() {
        StoreOptions options =
                StoreOptions.of(new ServiceRef("users", Map.of("tag", List.of(""), "many", List.of("a", "b"))));
        options.required("service");
        options.text("tag");
        options.text("many");
        assertEquals(
                List.of("service is missing", "tag is empty", "many has 2 values, expected one"), options.problems());
        assertTrue(uri("").problems().isEmpty());
    }

    private static StoreOptions uri(String query) {
        return StoreOptions.of(SourceUri.parse("consul://h/p?" + query));
    }
}
