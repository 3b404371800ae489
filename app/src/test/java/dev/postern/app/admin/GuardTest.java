package dev.postern.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.AdminConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask: 0 in the tables is everybody whom nothing is said against. */
class GuardTest {
    private static final String TOKEN = "0123456789abcdef";

    private static int status(Optional<String> token, String method, String path, String... fields) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String field : fields) {
            if (!field.isEmpty()) {
                String[] parts = field.split(": ?", 2);
                headers.merge(parts[0], List.of(parts[1]), (one, other) -> List.of(one.getFirst(), other.getFirst()));
            }
        }
        AdminConfig config = new AdminConfig(new Address("admin.lan", 9901), token, List.of("proxy.example"));
        Ask ask = new Ask(method, path, Map.of(), headers, "");
        return new Guard(config).refuse(ask).map(Answer::status).orElse(0);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:9901, 0",
        "LOCALHOST, 0",
        "127.0.0.1:9901, 0",
        "10.1.2.3, 0",
        "[::1]:9901, 0",
        "[::1], 0",
        "admin.lan:9901, 0",
        "proxy.example:80, 0",
        "Proxy.Example, 0",
        "evil.example:9901, 421",
        "localhost.evil.example, 421",
        "127.0.0.1.evil.example, 421",
        "notlocalhost, 421",
        "'', 421",
        "[evil], 421",
        "127.0.0.1:9901:x, 421",
    })
    void knowsTheNamesItIsAskedBy(String host, int status) {
        assertEquals(status, status(Optional.empty(), "GET", "/config", "host: " + host));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "origin: http://127.0.0.1:9901, '', 0",
        "origin: https://127.0.0.1:9901, '', 0",
        "origin: http://127.0.0.1:8080, '', 403",
        "origin: http://evil.example, '', 403",
        "origin: null, '', 403",
        "origin: http://127.0.0.1:9901, origin: http://evil.example, 403",
        "sec-fetch-site: same-origin, '', 0",
        "sec-fetch-site: none, '', 0",
        "sec-fetch-site: same-site, '', 403",
        "sec-fetch-site: cross-site, '', 403",
        "sec-fetch-site: nonsense, '', 403",
        "host: 127.0.0.1, '', 400",
    })
    void isNotForPagesOfOtherSites(String one, String two, int status) {
        assertEquals(status, status(Optional.empty(), "POST", "/reload", "host: 127.0.0.1:9901", one, two));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, '', '', 0",
        "GET, content-type: text/plain, '', 0",
        "POST, '', '', 0",
        "POST, content-length: 0, '', 0",
        "POST, content-length: 3, '', 415",
        "POST, transfer-encoding: chunked, '', 415",
        "POST, content-length: 3, content-type: application/json, 0",
        "POST, content-length: 3, content-type: application/json; charset=utf-8, 0",
        "POST, content-length: 3, content-type: Application/YAML, 0",
        "POST, content-length: 3, content-type: text/plain, 415",
        "POST, content-length: 3, content-type: multipart/form-data; boundary=x, 415",
        "POST, '', content-type: application/x-www-form-urlencoded, 415",
        "PUT, '', content-type: text/plain, 415",
    })
    void takesNoForms(String method, String one, String two, int status) {
        assertEquals(status, status(Optional.empty(), method, "/reload", "host: localhost", one, two));
    }

    @ParameterizedTest
    @CsvSource({
        "/config, '', 401",
        "/config, authorization: Bearer 0123456789abcdef, 0",
        "/config, authorization: bearer 0123456789abcdef, 0",
        "/config, authorization: Bearer 0123456789abcdeF, 401",
        "/config, authorization: Bearer 0123456789abcdef0, 401",
        "/config, authorization: Bearer, 401",
        "/config, authorization: Basic 0123456789abcdef, 401",
        "/, '', 401",
        "/nowhere, '', 401",
        "/healthz, '', 0",
        "/readyz, '', 0",
        "/readyz/, '', 401",
    })
    void asksForTheTokenButNotThoseWhoProbe(String path, String field, int status) {
        assertEquals(status, status(Optional.of(TOKEN), "GET", path, "host: localhost", field));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, text/html, host: localhost, 0",
        "GET, /, 'text/html,application/xhtml+xml,*/*;q=0.8', sec-fetch-site: cross-site, 0",
        "GET, /, text/html, host: evil.example, 421",
        "GET, /, */*, host: localhost, 401",
        "HEAD, /, text/html, host: localhost, 401",
        "POST, /, text/html, host: localhost, 401",
        "GET, /config, text/html, host: localhost, 401",
        "GET, /events, text/html, sec-fetch-site: cross-site, 403",
    })
    void thePageAloneIsForWhoeverNamesTheProxyRightly(
            String method, String path, String accept, String field, int status) {
        String host = field.startsWith("host") ? "" : "host: localhost";
        assertEquals(status, status(Optional.of(TOKEN), method, path, "accept: " + accept, field, host));
    }
}
