package dev.postern.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.app.fakes.RecordingTransport;
import dev.postern.app.service.ConfigControl;
import dev.postern.app.telemetry.Sight;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is described is what there is, and the reverse. */
class OpenApiTest {
    private static final String[] YAML = {"Content-Type", "application/yaml"};
    private static final String OTHER = AdminFixture.ADMIN + AdminFixture.WEB.replace("respond: hi", "respond: hello");

    private final JsonNode description = description();

    private static JsonNode description() {
        try (InputStream in = ProcessOperations.class.getResourceAsStream(ProcessOperations.OPEN_API)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void describesEveryPathMethodAndParameterAndNoOther() {
        ConfigControl nothing = (ConfigControl) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConfigControl.class}, (self, method, arguments) -> null);
        Set<String> served = new TreeSet<>();
        for (Operation operation : new AdminApi(
                        nothing, new RecordingTransport(), () -> (snapshot, request) -> List.of(), new Sight())
                .operations()
                .all()) {
            served.add(operation.method() + " " + operation.path() + " " + new TreeSet<>(operation.parameters()) + " "
                    + (operation.content() == Operation.Content.CANDIDATE));
        }
        Set<String> described = new TreeSet<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method ->
                                described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " "
                                        + parameters(method.getValue()) + " "
                                        + method.getValue().has("requestBody"))));

        assertEquals(served, described);
    }

    private static Set<String> parameters(JsonNode operation) {
        Set<String> names = new TreeSet<>();
        operation
                .path("parameters")
                .forEach(parameter -> names.add(parameter.path("name").asText()));
        return names;
    }

    @Test
    void answersAreAsDescribed(@TempDir Path folder) throws Exception {
        List<String> asked = new ArrayList<>();
        String probed = AdminFixture.WEB.replace("127.0.0.1:1\"]", "127.0.0.1:1\"], health: { path: / }");
        try (AdminFixture admin = new AdminFixture(folder, AdminFixture.ADMIN + probed)) {
            AdminFixture.eventually("is probed", () -> isProbed(admin));
            for (String get : List.of(
                    "/",
                    "/healthz",
                    "/readyz",
                    "/log-level",
                    "/openapi.json",
                    "/config",
                    "/config?section=routes&name=hi",
                    "/config/history?limit=1",
                    "/config/history?version=1&changes=0",
                    "/config/difference?to=1",
                    "/overview?sort=errors&unwell=true",
                    "/traffic?seconds=3",
                    "/events?count=1",
                    "/certificates",
                    "/config/problems",
                    "/routes?limit=1&offset=1",
                    "/upstreams",
                    "/overload",
                    "/metrics",
                    "/explain?url=/users/7&header=X-A:%20b")) {
                checked(admin, asked, 200, "GET", get, "");
            }
            checked(admin, asked, 200, "GET", "/", "", "Accept", "text/html,*/*;q=0.8");
            checked(admin, asked, 200, "GET", "/overview", "", "Accept", "text/plain");
            checked(admin, asked, 404, "GET", "/config/difference?to=9", "");
            checked(admin, asked, 404, "GET", "/traffic?upstream=none", "");
            String users = "?upstream=users&endpoint=127.0.0.1:1";
            checked(admin, asked, 200, "POST", "/upstreams/drain" + users + "&close=true", "");
            checked(admin, asked, 200, "POST", "/upstreams/resume" + users, "");
            checked(admin, asked, 404, "POST", "/upstreams/drain?upstream=user&endpoint=127.0.0.1:1", "");
            checked(admin, asked, 404, "POST", "/upstreams/resume?upstream=users&endpoint=127.0.0.1:2", "");
            checked(admin, asked, 200, "POST", "/config/check", OTHER, YAML);
            checked(admin, asked, 200, "POST", "/config/check", "routes: 7", YAML);
            checked(admin, asked, 200, "POST", "/config/apply", OTHER, YAML);
            checked(admin, asked, 409, "POST", "/config/apply", "routes: 7", YAML);
            checked(admin, asked, 409, "POST", "/config/apply", "");
            checked(admin, asked, 200, "GET", "/config", "");
            checked(admin, asked, 200, "GET", "/config/problems", "");
            checked(admin, asked, 200, "GET", "/config/history", "");
            checked(admin, asked, 200, "POST", "/config/rollback?to=1", "");
            checked(admin, asked, 202, "POST", "/reload", "");
            checked(admin, asked, 200, "PUT", "/log-level?level=info", "");
            checked(admin, asked, 400, "PUT", "/log-level?level=loud", "");
            checked(admin, asked, 200, "PUT", "/log-level?level=info&logger=dev.postern.app", "");
            checked(admin, asked, 404, "PUT", "/log-level?level=info&logger=dev.postern.ap", "");
            checked(admin, asked, 200, "DELETE", "/log-level?logger=dev.postern.app", "");
            checked(admin, asked, 400, "DELETE", "/log-level", "");
            admin.proxy().config();
        }
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> assertTrue(
                                asked.contains(method.toUpperCase(Locale.ROOT) + " " + path.getKey()),
                                method + " " + path.getKey() + " was not asked")));
    }

    private static boolean isProbed(AdminFixture admin) {
        try {
            String upstreams = admin.get("/upstreams").body();
            return upstreams.contains("\"unhealthy\"")
                    && upstreams.contains("\"why\" : \"a probe failed: connect refused\"");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void checked(
            AdminFixture admin, List<String> asked, int status, String method, String path, String body, String... head)
            throws Exception {
        HttpResponse<String> response = admin.send(method, path, body, head);
        assertEquals(status, response.statusCode(), method + " " + path + ": " + response.body());
        String plainPath = path.replaceAll("\\?.*", "");
        JsonNode responses = description
                .path("paths")
                .path(plainPath)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses");
        JsonNode described = responses.has("" + status) ? responses.get("" + status) : responses.path("default");
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode schema = described.path("content").path(type).path("schema");
        assertFalse(schema.isMissingNode(), () -> method + " " + path + " answers " + status + " " + type);
        if (type.equals("application/json")) {
            JsonNode value = new ObjectMapper().readTree(response.body());
            assertEquals(List.of(), Schema.faults(description, schema, value), () -> path + ": " + response.body());
        }
        asked.add(method + " " + plainPath);
    }
}
