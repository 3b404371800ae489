package dev.postern.config.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.store.StoreAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FabioReadingTest {
    private static final ConsulConnection CONNECTION = new ConsulConnection(
            List.of(StoreAddress.parse("127.0.0.1:8500", 1).orElseThrow()),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ConsulConnection.Consistency.DEFAULT,
            Duration.ofSeconds(10));
    private static final FabioOptions OPTIONS = new FabioOptions("urlprefix-", Set.of(3306), CONNECTION);

    private static FabioReading read(Map<String, List<String>> services) {
        return FabioReading.of(new TreeMap<>(services), OPTIONS);
    }

    private static Map<String, String> texts(FabioReading reading) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (ConfigDocument document : reading.documents()) {
            texts.put(document.element().orElseThrow().toString(), document.text());
        }
        return texts;
    }

    private static List<String> problems(FabioReading reading) {
        return reading.problems().stream().map(Object::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            urlprefix-/css | routes.fabio_css | {"match": {"prefix": "/css"}, "upstream": "fabio_css"}
            urlprefix-/css/ | routes.fabio_css | {"match": {"prefix": "/css"}, "upstream": "fabio_css"}
            urlprefix-/ | routes.fabio_ | {"match": {"prefix": "/"}, "upstream": "fabio_"}
            urlprefix-I.com/static | routes.fabio-i.com_static | {"match": {"host": ["i.com"], "prefix": "/static"}, "upstream": "fabio-i.com_static"}
            urlprefix-*.i.com/ | routes.fabio-any.i.com_-523b46a4 | {"match": {"host": ["*.i.com"], "prefix": "/"}, "upstream": "fabio-any.i.com_-523b46a4"}
            urlprefix-/foo/bar strip=/foo | routes.fabio_foo_bar | {"match": {"prefix": "/foo/bar"}, "upstream": "fabio_foo_bar", "rewrite": {"replacePrefix": "/bar"}}
            urlprefix-/foo strip=/foo | routes.fabio_foo | {"match": {"prefix": "/foo"}, "upstream": "fabio_foo", "rewrite": {"replacePrefix": "/"}}
            urlprefix-/bar prepend=/foo | routes.fabio_bar | {"match": {"prefix": "/bar"}, "upstream": "fabio_bar", "rewrite": {"replacePrefix": "/foo/bar"}}
            urlprefix-/a/b strip=/a prepend=/c | routes.fabio_a_b | {"match": {"prefix": "/a/b"}, "upstream": "fabio_a_b", "rewrite": {"replacePrefix": "/c/b"}}
            urlprefix-/foo host=inner.test | routes.fabio_foo | {"match": {"prefix": "/foo"}, "upstream": "fabio_foo", "rewrite": {"host": "inner.test"}}
            urlprefix-/foo redirect=301,https://x.test$path | routes.fabio_foo | {"match": {"prefix": "/foo"}, "redirect": {"to": "https://x.test{uri}", "status": 301}}
            urlprefix-/foo allow=ip:10.0.0.0/8,ip:::1 | routes.fabio_foo | {"match": {"prefix": "/foo", "sources": ["10.0.0.0/8", "::1"]}, "upstream": "fabio_foo"}
            urlprefix-/foo allow=ip:10.0.0.0/8 | routes.fabio_foo-denied | {"match": {"prefix": "/foo"}, "deny": 403}
            urlprefix-/foo deny=ip:10.0.0.0/8 | routes.fabio_foo-denied | {"match": {"prefix": "/foo", "sources": ["10.0.0.0/8"]}, "deny": 403}
            urlprefix-db.test proto=tcp+sni | routes.fabio-sni-db.test | {"match": {"sni": ["db.test"]}, "upstream": "fabio-sni-db.test"}
            urlprefix-:3306 proto=tcp | listeners.fabio-tcp-3306 | {"address": ":3306", "protocol": "tcp", "upstream": "fabio-tcp-3306"}
            """)
    void aTagBecomes(String tag, String element, String text) {
        FabioReading reading = read(Map.of("svc", List.of(tag.strip())));
        assertEquals(List.of(), problems(reading));
        Map<String, String> sorted = new TreeMap<>(texts(reading));
        assertEquals(text.strip(), sorted.get(element.strip()), sorted.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            urlprefix-css | has no slash, expected host/path
            urlprefix-/a auth=basic | the option auth is not supported
            urlprefix-/a host=dst | host=dst is not supported; name the host
            urlprefix-/a strip=/b | strip=/b is not where /a begins
            urlprefix-/ab strip=/a | strip=/a is not where /ab begins
            urlprefix-/a stripp | "stripp" is not name=value
            urlprefix-/a weight=much | "weight=much" is no number
            urlprefix-/a proto=ftp | proto=ftp is not supported
            urlprefix-/a proto=tcp | proto=tcp is for a port, expected :port
            urlprefix-:3306 | names a port, which is for proto=tcp
            urlprefix-:99999 proto=tcp | "99999" is no port
            urlprefix-:3307 proto=tcp | port 3307 is not among the ports of the source's address
            urlprefix-/a/{b} | holds a brace, which would be a variable
            urlprefix-${SECRET}/a | holds a brace, which would be a variable
            urlprefix-$SECRET/a | holds a variable of the environment, which is not replaced
            urlprefix-/a redirect=301 | redirect is not status,address
            urlprefix-/a allow=name:x | allow=name:x is not supported, expected ip:network
            urlprefix-/a allow=ip:::1 deny=ip:::2 | allow and deny are both written, expected one of them
            """)
    void aBadTagIsLeftOutAndHoldsBackNothing(String tag, String reason) {
        FabioReading reading = read(Map.of("bad", List.of(tag.strip()), "good", List.of("urlprefix-/good")));
        assertEquals(
                List.of("consul service bad: the tag \"" + tag.strip() + "\" is left out: " + reason.strip()),
                problems(reading));
        assertEquals(
                Set.of("upstreams.fabio_good", "routes.fabio_good"),
                texts(reading).keySet());
    }

    @Test
    void servicesOfOneSourceServeTogetherWhereTheyAgree() {
        FabioReading reading = read(Map.of(
                "a", List.of("urlprefix-/x strip=/x", "other"),
                "b", List.of("urlprefix-/x/ weight=0.1 strip=/x"),
                "c", List.of("urlprefix-/x"),
                "d", List.of("urlprefix-/y register=y")));
        assertEquals(
                List.of(
                        "consul service d: warning: the tag \"urlprefix-/y register=y\" serves, but its register= does nothing",
                        "consul service c: the tag \"urlprefix-/x\" is left out: \"urlprefix-/x strip=/x\" of service a has"
                                + " other options for the same requests"),
                problems(reading));
        assertEquals(
                "{\"discover\": {\"consul\": {\"service\": [\"a\", \"b\"], \"fabioTags\": [\"urlprefix-/x strip=/x\","
                        + " \"urlprefix-/x/ weight=0.1 strip=/x\"], \"address\": [\"127.0.0.1:8500\"]}}}",
                texts(reading).get("upstreams.fabio_x"));
    }

    @Test
    void namesThatWouldBeAlikeAreTold() throws BadTagException {
        String one = FabioElements.name(FabioTag.parse("urlprefix-/a_b", "urlprefix-"));
        String other = FabioElements.name(FabioTag.parse("urlprefix-/a/b", "urlprefix-"));
        assertEquals("fabio_a_b", other);
        assertEquals("fabio_a_b-" + Integer.toHexString("/a_b".hashCode()), one);
    }
}
