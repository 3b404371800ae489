package dev.postern.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin API of a proxy that runs from a file. */
class AdminApiTest {
    private static final String[] YAML = {"Content-Type", "application/yaml"};

    @TempDir
    private Path folder = Path.of("");

    private AdminFixture proxy(String text) throws Exception {
        return new AdminFixture(folder, text);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    private static JsonNode get(AdminFixture admin, String path) throws Exception {
        HttpResponse<String> response = admin.get(path);
        assertEquals(200, response.statusCode(), response.body());
        return json(response);
    }

    @Test
    void thereIsNoneUnlessItIsWritten() throws Exception {
        try (AdminFixture admin = proxy(AdminFixture.WEB)) {
            assertTrue(admin.proxy().adminAddress().isEmpty());
            admin.write(AdminFixture.ADMIN + AdminFixture.WEB);
            AdminFixture.eventually(
                    "it listens", () -> admin.proxy().adminAddress().isPresent());
            assertEquals(200, admin.get("/readyz").statusCode());
            InetSocketAddress address = admin.address();
            admin.write(AdminFixture.WEB);
            AdminFixture.eventually(
                    "it is gone", () -> admin.proxy().adminAddress().isEmpty());
            AdminFixture.eventually("its port is free", () -> isFree(address));
        }
    }

    @Test
    void figuresTellOfRejectedChangesAndConnections() throws Exception {
        try (AdminFixture admin = proxy(AdminFixture.ADMIN + AdminFixture.WEB)) {
            assertEquals(0, figure(admin, "postern_config_rejections_total"));
            assertEquals(1, figure(admin, "postern_config_version"));
            assertEquals(1, figure(admin, "postern_ready"));
            admin.write("routes: 7");
            AdminFixture.eventually("it is told", () -> figure(admin, "postern_config_rejections_total") == 1);
            assertEquals(1, figure(admin, "postern_config_problems"));
            assertEquals(0, figure(admin, "postern_accept_pauses_total"));
            assertEquals(
                    0, figure(admin, "postern_upstream_attempts_total{endpoint=\"127.0.0.1:1\",upstream=\"users\"}"));
        }
    }

    private static int figure(AdminFixture admin, String name) {
        try {
            return admin.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .map(line -> (int) Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isFree(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void drainsAnEndpointAndTakesItBack() throws Exception {
        String users = "?upstream=users&endpoint=127.0.0.1:1";
        try (AdminFixture admin = proxy(AdminFixture.ADMIN + AdminFixture.WEB)) {
            assertEquals(
                    0,
                    json(admin.send("POST", "/upstreams/drain" + users, ""))
                            .path("othersServing")
                            .asInt());
            JsonNode endpoint = get(admin, "/upstreams").at("/items/0/endpoints/0");
            assertEquals("draining", endpoint.path("state").asText());
            assertEquals("drained by an operator", endpoint.at("/health/why").asText());
            admin.send("POST", "/upstreams/resume" + users, "");
            assertEquals(
                    "warming",
                    get(admin, "/upstreams").at("/items/0/endpoints/0/state").asText());
            assertEquals(
                    400,
                    admin.send("POST", "/upstreams/drain" + users + "&close=maybe", "")
                            .statusCode());
            String drained = AdminFixture.WEB.replace("[\"127.0.0.1:1\"]", "[{ address: \"127.0.0.1:1\", drain: on }]");
            admin.send("POST", "/config/apply", AdminFixture.ADMIN + drained, YAML);
            HttpResponse<String> refused = admin.send("POST", "/upstreams/resume" + users, "");
            assertEquals(409, refused.statusCode(), refused.body());
        }
    }

    @Test
    void tellsTheLimitsOfAnUpstream() throws Exception {
        String limited = AdminFixture.WEB.replace("\"] } }", "\"], limits: { maxRequests: 7, adaptive: shadow } } }");
        try (AdminFixture admin = proxy(AdminFixture.ADMIN + limited)) {
            JsonNode users = get(admin, "/upstreams").at("/items/0");
            assertEquals(7, users.path("limit").asInt(), users.toString());
            assertEquals("shadow", users.at("/adaptive/mode").asText());
            assertEquals("learning", users.at("/adaptive/state").asText());
            assertEquals("20%", users.at("/retries/budget").asText());
            assertEquals(7, figure(admin, "postern_upstream_limit{upstream=\"users\"}"));
        }
    }

    @Test
    void movesToAnotherAddressThroughItself() throws Exception {
        try (AdminFixture admin = proxy(AdminFixture.ADMIN + AdminFixture.WEB)) {
            int port = admin.address().getPort();
            String moved = "admin: { address: \"localhost:0\" }\n" + AdminFixture.WEB;
            HttpResponse<String> response = admin.send("POST", "/config/apply", moved, YAML);
            assertEquals(200, response.statusCode(), response.body());
            assertFalse(port == admin.address().getPort());
            assertEquals(200, admin.get("/healthz").statusCode());
        }
    }

    @Test
    void aPortInUseHoldsTheChangeBack() throws Exception {
        try (AdminFixture admin = proxy(AdminFixture.ADMIN + AdminFixture.WEB);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String text = "admin: { address: \"127.0.0.1:" + taken.getLocalPort() + "\" }\n" + AdminFixture.WEB;
            HttpResponse<String> response = admin.send("POST", "/config/apply", text, YAML);

            assertEquals(409, response.statusCode());
            assertTrue(
                    response.body()
                            .contains("admin can't listen at 127.0.0.1:" + taken.getLocalPort()
                                    + ": the address is in use by another program"),
                    response.body());
            assertEquals(1, get(admin, "/config").path("version").asInt());
        }
    }

    @Test
    void aPortInUseAtTheStartIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String text = "admin: { address: \"127.0.0.1:" + taken.getLocalPort() + "\" }\n" + AdminFixture.WEB;
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> proxy(text));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("Impossible[reasons=[admin can't listen at"),
                    e.getMessage());
        }
    }

    @Test
    void pagesThroughRoutesInMatchingOrder() throws Exception {
        StringBuilder text = new StringBuilder(AdminFixture.ADMIN)
                .append(
                        "listeners: { web: { address: \"127.0.0.1:0\" }, other: { address: \"127.0.0.1:0\" } }\nroutes:\n");
        for (int i = 0; i < 250; i++) {
            text.append("  r")
                    .append(i)
                    .append(": { listeners: web, match: { prefix: /a")
                    .append("/b".repeat(i % 50))
                    .append(", host: h")
                    .append(i)
                    .append(".example }, respond: x }\n");
        }
        text.append(
                "  all: { respond: x }\n  first: { priority: 5, listeners: web, match: { path: /first }, respond: x }\n");
        try (AdminFixture admin = proxy(text.toString())) {
            List<String> names = new ArrayList<>();
            JsonNode page;
            do {
                page = get(admin, "/routes?listener=web&offset=" + names.size());
                page.path("items").forEach(row -> names.add(row.path("name").asText()));
            } while (page.path("items").size() == 100);

            assertEquals(252, page.path("total").asInt());
            assertEquals(252, names.size());
            assertEquals("first", names.getFirst());
            assertEquals("all", names.getLast());
            assertEquals(1, get(admin, "/routes?host=H7.example").path("total").asInt());
            assertEquals(1, get(admin, "/routes?listener=other").path("total").asInt());
            assertEquals(
                    "/a/b/b",
                    get(admin, "/routes?name=r2&host=h2.example")
                            .at("/items/0/route/match/prefix")
                            .asText());
        }
    }

    @Test
    void explainsAsTheCommandLineDoesWithoutSecrets() throws Exception {
        String text = AdminFixture.ADMIN
                + AdminFixture.WEB.replace(
                        "upstream: users }",
                        "upstream: users, requestHeaders: { set: { Authorization: Basic abc, X-A: \"b ${file:%s} {client.ip}\" } } }"
                                .formatted(folder.resolve("key")));
        java.nio.file.Files.writeString(folder.resolve("key"), "hunter2hunter2\n");
        try (AdminFixture admin = proxy(text)) {
            String explained =
                    admin.get("/explain?url=/users/7", "Accept", "text/plain").body();
            assertTrue(explained.contains("  route users\n"), explained);
            assertTrue(explained.contains("Authorization: (hidden)\n"), explained);
            assertTrue(explained.contains("X-A: b ${file:" + folder.resolve("key") + "} 127.0.0.1\n"), explained);
            assertFalse(explained.contains("hunter2"), explained);
        }
    }

    @Test
    void setsWhatIsLogged() throws Exception {
        try (AdminFixture admin = proxy(AdminFixture.ADMIN + AdminFixture.WEB)) {
            admin.send("PUT", "/log-level?level=warn", "");
            admin.send(
                    "POST",
                    "/config/apply",
                    AdminFixture.ADMIN + AdminFixture.WEB.replace("respond: hi", "respond: a"),
                    YAML);

            assertEquals("warn", get(admin, "/log-level").path("level").asText(), "another change leaves it");
            admin.send("PUT", "/log-level?level=info", "");
            assertEquals("info", get(admin, "/log-level").path("level").asText());
        }
    }

    @Test
    void aDefectIsNotShown() throws Exception {
        try (AdminFixture admin = proxy(AdminFixture.ADMIN + AdminFixture.WEB)) {
            assertEquals(
                    200, admin.get("/explain?url=/%0d%0aX:%20y&method=G%20T").statusCode());
        }
    }
}
