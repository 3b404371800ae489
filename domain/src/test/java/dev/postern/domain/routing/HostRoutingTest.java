package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.faultsOf;
import static dev.postern.domain.routing.Tables.find;
import static dev.postern.domain.routing.Tables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRoutingTest {
    private static final RouteTable<String> MANY = table(
            Match.host("api.example.com").as("exact"),
            Match.host("*.example.com").as("wild"),
            Match.host("*.eu.example.com").as("longer"),
            Match.host("*.com").as("com"),
            Match.host("[::1]").as("loopback"),
            Match.host("10.0.0.1").as("address"),
            Match.any().as("none"));

    private static String on(String host) {
        return find(MANY, Request.of("GET", host, "/"));
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, exact",
        "www.example.com, wild",
        "a.b.example.com, wild",
        "x.eu.example.com, longer",
        "eu.example.com, wild",
        "example.com, com",
        "example.org, none",
        ".example.com, com",
        "com, none",
        "::1, loopback",
        "10.0.0.1, address",
        "'', none",
    })
    void asksTheExactHostThenTheLongestWildcardThenRoutesWithoutHost(String host, String expected) {
        assertEquals(expected, on(host));
    }

    @Test
    void looksForNoNameLongerThanThereCanBe() {
        assertEquals("wild", on("a.".repeat(120) + "example.com"));
        assertEquals("none", on("a.".repeat(16_000) + "example.com"));
    }

    @Test
    void goesOnToTheNextHostWhenTheConditionsOfTheFirstFail() {
        RouteTable<String> table = table(
                Match.host("a.example.com")
                        .andPath("/x")
                        .header("x", Match.present())
                        .as("exact"),
                Match.host("*.example.com").andPath("/{y}").methods("POST").as("wild"),
                Match.host("*.com").andPrefix("/y").as("com"),
                Match.path("/x").as("none"));

        assertEquals(
                "exact", find(table, Request.of("GET", "a.example.com", "/x").header("X", "1")));
        assertEquals("wild", find(table, Request.of("POST", "a.example.com", "/x")));
        assertEquals("none", find(table, Request.of("GET", "a.example.com", "/x")));
        assertEquals("com", find(table, Request.of("GET", "a.example.com", "/y")));
    }

    @Test
    void makesARouteACandidateUnderEachOfItsHosts() {
        RouteTable<String> table = table(
                Match.host("a.com", "*.b.com", "A.COM.").as("both"),
                Match.host("*.com").andPath("/x").as("wild"));

        assertEquals("both", find(table, Request.of("GET", "a.com", "/x")));
        assertEquals("both", find(table, Request.of("GET", "x.b.com", "/x")));
        assertEquals("wild", find(table, Request.of("GET", "b.com", "/x")));
    }

    @Test
    void readsHostsInAnyCaseAndWithADotAtTheEnd() {
        assertEquals(
                "upper",
                find(table(Match.host("API.Example.COM.").as("upper")), Request.of("GET", "api.example.com", "/")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | found an empty text",
                "* | found '*', expected no host at all where every host is meant",
                "*.* | found '*.*', expected a * only as the whole first label",
                "a.*.com | found 'a.*.com', expected a * only as the whole first label",
                "*a.com | found '*a.com', expected a * only as the whole first label",
                "example.com:8080 | found a port in 'example.com:8080', expected a host alone",
                "*.example.com:80 | found a port",
                "[::1]:80 | found '[::1]:80', expected an IPv6 address such as [::1], without a port",
                "[example.com] | found '[example.com]', expected an IPv6 address",
                "a..b | found '' between the dots of 'a..b'",
                ".com | found '' between the dots",
                "*. | found '*.', expected no host at all",
                "a b.com | found 'a b' between the dots",
                "https://a.com | found a port in 'https://a.com'",
                "a.com/x | found 'com/x' between the dots",
                "b\u00fccher.de | found 'b\u00fccher.de', expected the form that clients send, xn--bcher-kva.de",
            })
    void saysWhatIsWrongWithAHost(String written, String message) {
        List<String> faults = faultsOf(Match.host(written).as("r"));

        assertEquals(1, faults.size());
        assertTrue(faults.getFirst().startsWith("routes.r.match.host: " + message), faults.getFirst());
    }
}
