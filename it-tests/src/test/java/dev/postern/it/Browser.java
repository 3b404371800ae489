package dev.postern.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A Chromium without a window, driven by the DevTools protocol. It notes what the page asks of the network and what it
 * complains of. Closing ends it.
 */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<WebSocket> socket = Optional.empty();
    private final AtomicInteger asked = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** Where there is one: what CHROMIUM_BIN names, or the first on the PATH. */
    static Optional<Path> program() {
        String named = System.getenv("CHROMIUM_BIN");
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param folder for its profile */
    Browser(Path program, Path folder) throws IOException {
        Path log = folder.resolve("chromium.log");
        Path port = folder.resolve("profile").resolve("DevToolsActivePort");
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-extensions",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--window-size=1280,900",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        socket = Optional.of(connected(port));
        List.of("Page.enable", "Runtime.enable", "Network.enable", "Log.enable").forEach(each -> call(each, Map.of()));
    }

    private WebSocket connected(Path port) throws IOException {
        try (Client http = new Client()) {
            eventually("the browser listens", () -> lines(port).size() == 2);
            String targets = "http://127.0.0.1:" + lines(port).getFirst() + "/json/list";
            eventually("it has a page", () -> http.text(targets).contains("\"page\""));
            return client.newWebSocketBuilder()
                    .buildAsync(page(JSON.readTree(http.text(targets))), new Listener())
                    .join();
        } catch (IOException | RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private static URI page(JsonNode targets) {
        for (JsonNode target : targets) {
            if (target.path("type").asText().equals("page")) {
                return URI.create(target.path("webSocketDebuggerUrl").asText());
            }
        }
        throw new AssertionError("no page among " + targets);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException notYet) {
            return List.of();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence more, boolean isLast) {
            text.append(more);
            if (isLast) {
                heard(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void heard(String text) {
        JsonNode message = tree(text);
        if (message.has("id")) {
            Optional.ofNullable(answers.remove(message.path("id").asInt())).ifPresent(it -> it.complete(message));
            return;
        }
        JsonNode details = message.path("params");
        switch (message.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                requests.add(details.path("request").path("url").asText());
            case "Runtime.exceptionThrown" ->
                complaints.add(details.path("exceptionDetails").toString());
            case "Log.entryAdded" -> note(details.path("entry"), "text");
            case "Runtime.consoleAPICalled" -> note(details, "args");
            default -> {}
        }
    }

    private void note(JsonNode entry, String what) {
        if (List.of("error", "warning", "assert")
                .contains(entry.path("level").asText(entry.path("type").asText()))) {
            complaints.add(entry.path(what) + " " + entry.path("url").asText());
        }
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = asked.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            String text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
            socket.orElseThrow().sendText(text, true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            JsonNode message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message.has("error")) {
                throw new AssertionError(method + ": " + message.path("error"));
            }
            return message.path("result");
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(method, e);
        }
    }

    void open(String url) {
        call("Page.navigate", Map.of("url", url));
        await("has loaded", "document.readyState === 'complete' && document.body !== null");
    }

    /** What a piece of JavaScript comes to, promises included, as a text. */
    String run(String script) {
        JsonNode told = call(
                "Runtime.evaluate",
                Map.of(
                        "expression",
                        "(async () => String(await (" + script + ")))()",
                        "awaitPromise",
                        true,
                        "returnByValue",
                        true));
        if (told.has("exceptionDetails")) {
            throw new AssertionError(script + ": " + told.path("exceptionDetails"));
        }
        return told.path("result").path("value").asText();
    }

    boolean holds(String script) {
        return run(script).equals("true");
    }

    /** All that can be read. */
    String text() {
        return run("document.body.innerText");
    }

    void awaitText(String text) {
        await("shows '" + text + "'", "document.body.innerText.includes(" + quoted(text) + ")");
    }

    void await(String what, String script) {
        eventually(what, () -> holds(script));
    }

    /** On the visible element of this kind that reads so, or is called so. */
    void click(String selector, String text) {
        String find = "[...document.querySelectorAll(" + quoted(selector) + ")].find(e => e.checkVisibility() && "
                + "(e.textContent.trim() + '|' + (e.ariaLabel || '')).includes(" + quoted(text) + "))";
        await(selector + " '" + text + "'", "Boolean(" + find + ")");
        run(find + ".click()");
    }

    /** As if it were typed into the field under that label. */
    void fill(String label, String value) {
        String find =
                "[...document.querySelectorAll('label')].find(e => e.textContent.trim() === " + quoted(label) + ")";
        await("a field " + label, "Boolean(" + find + ")");
        run("(f => { f.value = " + quoted(value) + "; f.dispatchEvent(new Event('input', { bubbles: true })); "
                + "f.dispatchEvent(new Event('change', { bubbles: true })); })(" + find + ".control)");
    }

    /** As with the keyboard: Tab, Enter, Escape ... */
    void press(String key) {
        Map<String, Integer> codes = Map.of("Tab", 9, "Enter", 13, "Escape", 27, "ArrowLeft", 37);
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type",
                            type,
                            "key",
                            key,
                            "code",
                            key,
                            "windowsVirtualKeyCode",
                            codes.getOrDefault(key, 0),
                            "text",
                            type.equals("keyDown") && key.equals("Enter") ? "\r" : ""));
        }
    }

    void screen(int width, int height, boolean isPhone) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", isPhone ? 2 : 1, "mobile", isPhone));
    }

    void prefer(String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void screenshot(Path file) throws IOException {
        byte[] image = Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png"))
                        .path("data")
                        .asText());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, image);
    }

    /** Addresses of all that was asked for. */
    List<String> requests() {
        return requests;
    }

    /** Errors and warnings of the console, and exceptions. */
    List<String> complaints() {
        return complaints;
    }

    static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new AssertionError(
                        "never " + what + (process.isAlive() ? ": " + shown() : "; the browser ended"));
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private String shown() {
        return asked.get() == 0 ? "nothing yet" : text() + "\n" + complaints;
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        // why asked first: what is killed leaves its temporary files behind.
        socket.ifPresent(asked -> {
            var _ = asked.sendText("{\"id\":0,\"method\":\"Browser.close\"}", true);
        });
        process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
        client.shutdownNow();
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        // why: they may still write to the folder of the test, which is deleted next.
        children.forEach(child -> child.onExit().join());
    }
}
