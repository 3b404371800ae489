package dev.postern.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody looks at first, of a whole proxy. */
class OverviewTest {
    private static final String TEXT = AdminFixture.ADMIN + """
            listeners: { web: { address: "127.0.0.1:0" } }
            routes:
              hi: { match: { path: /greeting }, respond: hi }
              shop: { match: { host: shop.example.com, prefix: /cart }, split: { users: 1, spare: 1 } }
              users: { match: { prefix: /users }, upstream: users }
            upstreams:
              users: { endpoints: ["127.0.0.1:1"], health: { path: /, interval: 100ms } }
              spare: { endpoints: ["127.0.0.1:2"] }
            """;

    @TempDir
    private Path folder = Path.of("");

    private AdminFixture admin;

    @BeforeEach
    void start() throws Exception {
        admin = new AdminFixture(folder, TEXT);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private String get(String path, String... headers) {
        try {
            return admin.get(path, headers).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(path, e);
        }
    }

    private JsonNode json(String path) {
        try {
            return new ObjectMapper().readTree(get(path));
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    private String text() {
        return get("/overview", "Accept", "text/plain");
    }

    private void request(String path) throws IOException, InterruptedException {
        int port = ((InetSocketAddress) admin.listener("web")).getPort();
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private static String names(JsonNode page) {
        StringBuilder names = new StringBuilder();
        page.path("items")
                .forEach(item -> names.append(item.path("name").asText()).append(' '));
        return names.toString().strip();
    }

    @Test
    void tellsWhichEndpointsAreNotWellAndWhy() {
        AdminFixture.eventually("unhealthy", () -> text().contains("! users/127.0.0.1:1 is unhealthy: "));
        assertTrue(text().contains("connect refused"), text());
        assertTrue(text().contains("0 of 1 serve"), text());
        JsonNode overview = json("/overview?upstreams=0");
        assertEquals(
                "127.0.0.1:1", overview.path("unwell").path(0).path("endpoint").asText());
        assertEquals(1, overview.path("endpoints").path("unhealthy").asInt());
        assertEquals(0, overview.path("upstreams").size());
        assertEquals("users", names(json("/upstreams?unwell=true")));
    }

    @Test
    void tellsWhatIsHeldBack() throws Exception {
        assertTrue(get("/config/problems").contains("\"problems\" : [ ]"));
        admin.write(TEXT.replace("upstream: users }", "upstream: user }"));
        admin.proxy().reload();
        AdminFixture.eventually("told", () -> text().contains("there is no upstream user"));
        assertEquals(1, json("/overview").path("problems").path("errors").asInt());
    }

    @Test
    void countsTheTrafficOfEachSecond() throws Exception {
        request("/greeting");
        request("/nowhere");
        AdminFixture.eventually("counted", () -> sum("/traffic", "2xx") == 1 && sum("/traffic", "4xx") == 1);
        assertEquals(1, sum("/traffic?listener=web", "4xx"));
        String event = get("/events?count=1");
        assertTrue(event.startsWith("event: snapshot\ndata: {\ndata:   \"at\""), event);
        AdminFixture.eventually("in the rates", this::isSeenInTheRates);
    }

    /** Asks again each time, as a request is seen for ten seconds only. */
    private boolean isSeenInTheRates() {
        try {
            request("/greeting");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return json("/overview").path("traffic").path("perSecond").asDouble() > 0;
    }

    private int sum(String path, String statuses) {
        int sum = 0;
        for (JsonNode second : json(path).path("requests").path(statuses)) {
            sum += second.asInt();
        }
        return sum;
    }

    @Test
    void findsRoutesAndUpstreamsByWhatSomebodyRemembers() {
        assertEquals("hi", names(json("/routes?q=GREET")));
        assertEquals("shop", names(json("/routes?q=shop.example")));
        assertEquals("shop", names(json("/routes?q=spare")));
        assertEquals("", names(json("/routes?q=nothing")));
        assertEquals("spare", names(json("/upstreams?q=127.0.0.1:2")));
        assertEquals("spare users", names(json("/upstreams?sort=name")));
    }

    @Test
    void tellsWhatARollbackWouldChangeWithoutDoingIt() throws Exception {
        admin.write(TEXT.replace("respond: hi", "respond: hello"));
        admin.proxy().reload();
        AdminFixture.eventually("a second one", () -> get("/config/history").contains("\"version\" : 2"));
        JsonNode difference = json("/config/difference?to=1");
        assertEquals(1, difference.path("changed").asInt());
        assertEquals(
                "routes.hi", difference.path("changes").path(0).path("element").asText());
        JsonNode entry =
                json("/config/history?version=2&changes=0").path("entries").path(0);
        assertEquals(0, entry.path("difference").path("changes").size());
        assertEquals(1, entry.path("difference").path("omitted").asInt());
        assertTrue(get("/config").contains("hello"));
        assertFalse(get("/config/history").contains("rollback"));
    }
}
