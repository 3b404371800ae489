package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.teststores.TestTools;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of the program, as Prometheus and its own checker see them. */
class PrometheusIT {
    private static final int EACH = 150;
    /** Bodies of 0 bytes, 1, 2 and so on. */
    private static final double SENT_BYTES = EACH * (EACH - 1) / 2.0;

    private static final int RAW_BYTES = 49;

    @TempDir
    private Path folder = Path.of("");

    private Path write(int backend, String answer) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), """
                listeners:
                  web: { address: "127.0.0.1:0" }
                  raw: { address: "127.0.0.2:0", protocol: tcp, upstream: users }
                admin: { address: "127.0.0.1:0" }
                routes:
                  own: { match: { path: /own }, respond: %s }
                  users: { match: { prefix: /users }, upstream: users }
                  dead: { match: { prefix: /dead }, upstream: dead }
                upstreams:
                  users: { endpoints: ["127.0.0.1:%d"], limits: { adaptive: shadow } }
                  dead: { endpoints: ["127.0.0.1:1"], outliers: { consecutiveFailures: 2 } }
                """.formatted(answer, backend));
        return Files.move(next, folder.resolve("postern.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As TCP: says so many bytes, and hears the answer. Gives how many those were. */
    private static int raw(Program program) throws IOException {
        String request = "GET /raw HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.2"), program.port("raw"))) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertEquals(RAW_BYTES, request.length());
            return socket.getInputStream().readAllBytes().length;
        }
    }

    @Test
    void prometheusAgreesWithWhatWasSentAlsoAcrossAReload() throws IOException {
        everythingAgrees(prometheus -> {
            prometheus.awaitValue("sum(postern_http_request_duration_seconds_count{route=\"users\"})", EACH);
            prometheus.awaitValue("postern_http_request_size_bytes_bucket{route=\"users\",le=\"100.0\"}", 101);
        });
    }

    @Test
    void soItDoesWithProtobufAndNativeHistograms() throws IOException {
        everythingAgrees(
                prometheus -> {
                    prometheus.awaitValue(
                            "histogram_count(sum(postern_http_request_duration_seconds{route=\"users\"}))", EACH);
                    prometheus.awaitValue(
                            "histogram_sum(sum(postern_http_request_size_bytes{route=\"users\"}))", SENT_BYTES);
                    assertEquals(
                            EACH / 2.0,
                            prometheus.awaitValue(
                                    "histogram_quantile(0.5, sum(postern_http_request_size_bytes{route=\"users\"}))"),
                            EACH * 0.05,
                            "half of the bodies are smaller");
                },
                "--enable-feature=native-histograms");
    }

    private void everythingAgrees(Consumer<PrometheusServer> more, String... flags) throws IOException {
        try (Service service = new Service("users");
                Client client = new Client();
                Program program = Program.run(
                        "run", "--config", write(service.port(), "one").toString());
                PrometheusServer prometheus =
                        new PrometheusServer(client, folder, program.ready().admin(), flags)) {
            String web = program.url("web");
            double heard = 0;
            for (int i = 0; i < EACH; i++) {
                if (i == EACH / 2) {
                    write(service.port(), "two");
                    program.eventually(
                            "two",
                            () -> prometheus.value("postern_config_version").equals(Optional.of(2.0)));
                }
                assertEquals(200, client.get(web + "/own").statusCode());
                assertEquals(200, client.post(web + "/users/" + i, new byte[i]).statusCode());
                assertEquals(404, client.get(web + "/none").statusCode());
            }
            for (int i = 0; i < 3; i++) {
                assertEquals(502, client.get(web + "/dead").statusCode());
                heard += raw(program);
            }
            prometheus.awaitValue(
                    "sum(postern_http_requests_total{route=\"users\",method=\"POST\",status=\"2xx\"})", EACH);
            prometheus.awaitValue("sum(postern_http_requests_total{route=\"own\",method=\"GET\"})", EACH);
            prometheus.awaitValue("sum(postern_http_requests_total{route=\"\",status=\"4xx\"})", EACH);
            prometheus.awaitValue("sum(postern_http_failures_total{cause=\"proxy/no-route\"})", EACH);
            prometheus.awaitValue("sum(postern_http_requests_total{route=\"dead\",status=\"5xx\"})", 3);
            prometheus.awaitValue("postern_http_request_bytes_total{route=\"users\"}", SENT_BYTES);
            prometheus.awaitValue("postern_tcp_connections_total{listener=\"raw\"}", 3);
            prometheus.awaitValue("postern_tcp_received_bytes_total{listener=\"raw\"}", 3 * RAW_BYTES);
            prometheus.awaitValue("postern_tcp_sent_bytes_total{listener=\"raw\"}", heard);
            prometheus.awaitValue("postern_upstream_attempts_total{upstream=\"users\"}", EACH + 3);
            prometheus.awaitValue("postern_build_info{version=~\"[0-9].*\"}", 1);
            more.accept(prometheus);
            prometheus.awaitCleanScrape();
        }
    }

    @Test
    void promtoolFindsNothingToComplainOf() throws Exception {
        try (Service service = new Service("users");
                Client client = new Client();
                HttpClient scraper = HttpClient.newHttpClient();
                Program program = Program.run(
                        "run", "--config", write(service.port(), "one").toString())) {
            String web = program.ready().url("web");
            for (String path : new String[] {"/own", "/users", "/none", "/dead", "/dead"}) {
                client.get(web + path);
            }
            raw(program);
            String figures = client.text(program.admin() + "/metrics");
            assertTrue(figures.contains("postern_http_failures_total{"), figures);
            assertEquals("", checked(figures));
            assertTrue(checked(figures.replace("# HELP postern_ready", "# NOTE postern_ready"))
                    .contains("postern_ready"));

            HttpResponse<InputStream> zipped = scraper.send(
                    HttpRequest.newBuilder(URI.create(program.admin() + "/metrics"))
                            .header("Accept-Encoding", "gzip")
                            .header("Accept", "application/openmetrics-text; version=1.0.0")
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertEquals("gzip", zipped.headers().firstValue("Content-Encoding").orElse(""));
            try (InputStream body = new GZIPInputStream(zipped.body())) {
                assertTrue(new String(body.readAllBytes(), StandardCharsets.UTF_8).endsWith("# EOF\n"));
            }
        }
    }

    @Test
    void theExamplesRulesAreSound() throws Exception {
        Path example = Path.of(System.getProperty("postern.home", ""), "examples", "monitoring");
        String checked = promtool(example, Redirect.PIPE, "check", "config", "prometheus.yml");
        assertTrue(checked.contains("SUCCESS: 1 rule files found"), checked);
        String tested = promtool(example, Redirect.PIPE, "test", "rules", "alerts-test.yml");
        assertTrue(tested.contains("SUCCESS"), tested);
    }

    /** What promtool says of figures in the text format. */
    private String checked(String figures) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("figures"), figures);
        return promtool(folder, Redirect.from(file.toFile()), "check", "metrics");
    }

    private static String promtool(Path in, Redirect from, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(TestTools.program("promtool", "PROMTOOL_BIN").toString()));
        command.addAll(List.of(arguments));
        Process promtool = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectInput(from)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = promtool.waitFor();
        return exitCode == 0 || !said.isBlank() ? said : "exit code " + exitCode;
    }
}
