package dev.postern.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server over real sockets, with a whole proxy behind it. */
class AdminServerTest {
    private static final String TOKEN = "a-token-of-some-length";

    @TempDir
    private Path folder = Path.of("");

    private AdminFixture admin;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        admin = new AdminFixture(
                folder,
                "admin: { address: \"127.0.0.1:0\", token: \"${file:" + folder.resolve("token") + "}\" }\n"
                        + AdminFixture.WEB);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + TOKEN;
        return admin.send(method, path, body, all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /nowhere | 404 | There is no /nowhere.",
                "GET | /config/histroy | 404 | did you mean /config/history?",
                "GET | /config?x=1 | 400 | There is no query parameter 'x' of /config",
                "GET | /config?section=a&section=b | 400 | is given 2 times",
                "GET | /config?section=nonsense | 400 | There is no section 'nonsense'",
                "GET | /routes?limit=1001 | 400 | a whole number from 1 to 1000",
                "GET | /routes?limit=-1 | 400 | a whole number from 1 to 1000",
                "GET | /routes?listener=nonsense | 404 | There is no listener 'nonsense'",
                "GET | /explain | 400 | is missing",
                "GET | /explain?url=users | 400 | is no URL",
                "GET | /explain?url=/&header=x | 400 | is no header field",
                "DELETE | /config | 405 | has no",
                "GET | /reload | 405 | has no",
                "POST | /config/rollback | 400 | is missing",
                "POST | /config/rollback?to=x | 400 | the version of an entry",
                "GET | /config/difference | 400 | is missing",
                "GET | /config/difference?to=7 | 404 | There is no configuration 7",
                "GET | /config/history?version=x | 400 | the version of an entry",
                "GET | /upstreams?sort=size | 400 | written, name, rate, errors or p99",
                "GET | /upstreams?unwell=yes | 400 | is true or false",
                "GET | /overview?upstreams=201 | 400 | from 0 to 200",
                "GET | /traffic?seconds=901 | 400 | from 1 to 900",
                "GET | /traffic?upstream=users&seconds=61 | 400 | from 1 to 60",
                "GET | /traffic?upstream=users&listener=web | 400 | not both",
                "GET | /traffic?upstream=users | 404 | It had no requests yet",
                "GET | /events?count=46 | 400 | from 1 to 45",
                "POST | /config/rollback?to=7 | 409 | there is no configuration 7",
                "POST | /config/check | 400 | There is no configuration in the body",
                "POST | /config/apply | 409 | nothing is held",
                "PUT | /log-level | 400 | is missing",
                "PUT | /log-level?level=loud | 400 | error, warn, info or debug",
            })
    void saysWhatIsWrongWithARequest(String method, String path, int status, String message) throws Exception {
        HttpResponse<String> response = send(method, path, "");
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().contains(message), response.body());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElse(""));
    }

    @Test
    void tellsWhichMethodsAPathHas() throws Exception {
        HttpResponse<String> refused = send("POST", "/log-level", "");
        HttpResponse<String> options = send("OPTIONS", "/log-level", "");

        assertEquals(405, refused.statusCode());
        assertEquals(
                "GET, HEAD, PUT, DELETE, OPTIONS",
                refused.headers().firstValue("Allow").orElse(""));
        assertEquals(204, options.statusCode());
        assertEquals(
                "GET, HEAD, PUT, DELETE, OPTIONS",
                options.headers().firstValue("Allow").orElse(""));
    }

    @Test
    void answersHeadAsGetWithoutTheBody() throws Exception {
        HttpResponse<String> get = admin.get("/healthz");
        HttpResponse<String> head = admin.send("HEAD", "/healthz", "");

        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals(get.headers().firstValue("Content-Length"), head.headers().firstValue("Content-Length"));
    }

    @Test
    void letsNoBrowserKeepOrFrameAnything() throws Exception {
        HttpResponse<String> response = admin.get("/healthz");

        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(
                "nosniff",
                response.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertEquals("DENY", response.headers().firstValue("X-Frame-Options").orElse(""));
        assertTrue(response.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    @Test
    void refusesStrangers() throws Exception {
        assertEquals(401, admin.get("/config").statusCode());
        assertTrue(admin.get("/config").headers().firstValue("WWW-Authenticate").isPresent());
        assertEquals(200, send("GET", "/config", "").statusCode());
        assertEquals(200, admin.get("/readyz").statusCode());
        assertEquals(
                403, send("GET", "/config", "", "Origin", "http://evil.example").statusCode());
        String rebound = admin.raw("GET /config HTTP/1.1", "Host: evil.example", "Authorization: Bearer " + TOKEN);
        assertTrue(rebound.startsWith("HTTP/1.1 421 "), rebound);
        assertEquals(
                415,
                send("POST", "/config/check", "a=b", "Content-Type", "application/x-www-form-urlencoded")
                        .statusCode());
    }

    @Test
    void readsNoMoreOfABodyThanItTakes() throws Exception {
        String[] yaml = {"Content-Type", "application/yaml"};
        assertEquals(413, send("POST", "/reload", "{}", yaml).statusCode());
        String announced = admin.raw(
                "POST /config/check HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer " + TOKEN,
                "Content-Type: application/yaml",
                "Content-Length: 99999999999");
        assertTrue(announced.startsWith("HTTP/1.1 413 "), announced);
    }

    @Test
    void tellsTheTokenNowhere() throws Exception {
        String config = send("GET", "/config", "").body();

        assertTrue(config.contains("${file:"), config);
        assertFalse(config.contains(TOKEN), config);
        assertFalse(send("GET", "/config/history", "").body().contains(TOKEN));
    }

    @Test
    void takesAnotherTokenFromAChangedConfiguration() throws Exception {
        admin.write("admin: { address: \"127.0.0.1:0\", token: another-token-of-some-length }\n" + AdminFixture.WEB);

        AdminFixture.eventually("the token of before is refused", () -> {
            try {
                return send("GET", "/config", "").statusCode() == 401;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(
                200,
                admin.get("/config", "Authorization", "Bearer another-token-of-some-length")
                        .statusCode());
    }
}
