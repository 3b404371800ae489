package dev.postern.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.ImmediateSource;
import dev.postern.app.fakes.LineCodec;
import dev.postern.app.fakes.Logged;
import dev.postern.app.fakes.RecordingTransport;
import dev.postern.app.fakes.ScriptedSource;
import dev.postern.app.fakes.StrictCompiler;
import dev.postern.app.fakes.TestConsole;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.Discoveries;
import dev.postern.app.service.RequestExplainer.MadeUpRequest;
import dev.postern.app.service.SourceSchemes;
import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSourceFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    private static final String GOOD = "listener web 8080\nupstream users 5001\nroute users -> users\n";

    @TempDir
    private Path folder = Path.of("");

    private final TestConsole out = new TestConsole();
    private final TestConsole err = new TestConsole();
    private final Logged logged = new Logged();
    private final RecordingTransport transport = new RecordingTransport();
    private final List<MadeUpRequest> explained = new ArrayList<>();
    private final AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
    private final AtomicReference<Runnable> reload = new AtomicReference<>(() -> {});

    private CommandContext context() {
        Adapters adapters = adapters(uri -> {
            if (!Files.exists(Path.of(uri.path()))) {
                throw new BadSourceException(uri.path() + ": no such file or folder");
            }
            return ImmediateSource.file(uri.path());
        });
        return new CommandContext(out.stream(), err.stream(), () -> adapters, (onStop, onReload) -> {
            stop.set(onStop);
            reload.set(onReload);
        });
    }

    private Adapters adapters(ConfigSourceFactory files) {
        return new Adapters(
                new LineCodec(),
                new StrictCompiler(),
                new SourceSchemes(Map.of("file", () -> files)),
                new Discoveries(Map.of()),
                _ -> transport,
                () -> (snapshot, request) -> {
                    explained.add(request);
                    return List.of("route users", "upstream users");
                });
    }

    private int run(String... args) {
        return Cli.run(context(), args);
    }

    @AfterEach
    void stopListening() {
        logged.close();
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void runsUntilItIsToldToStop() throws Exception {
        String config = write("postern.yaml", GOOD);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run("run", "--config", config));
        String ready = logged.await("event=ready");

        assertTrue(
                ready.matches("event=ready config=\"\\Q" + config
                        + "\\E\" listeners=web@127.0.0.1:8080 routes=1 upstreams=1 tookMs=\\d+"),
                ready);
        assertEquals("", out.text());
        assertEquals("", err.text());
        stop.get().run();

        assertEquals(0, exit.get(10, TimeUnit.SECONDS));
        assertEquals(List.of("apply 1", "drain PT30S", "close"), transport.calls());
    }

    @Test
    void reloadsWhenItIsToldTo() throws Exception {
        String config = write("postern.yaml", GOOD);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run("run", "-c", config));
        logged.await("event=ready");
        Files.writeString(Path.of(config), GOOD + "route more -> users\n");
        reload.get().run();
        transport.awaitApplied(2);
        stop.get().run();

        assertEquals(0, exit.get(10, TimeUnit.SECONDS));
        assertEquals(2, transport.inForce().config().routes().size());
    }

    @Test
    void endsAtOnceWhenItIsToldToStopBeforeItServes() throws Exception {
        CommandContext silent = new CommandContext(
                out.stream(),
                err.stream(),
                () -> adapters(uri -> ScriptedSource.file(uri.path())),
                (onStop, onReload) -> onStop.run());

        assertEquals(0, Cli.run(silent, "run", "--config", "says-nothing.yaml"));
        assertEquals("", err.text());
        assertEquals(List.of("close"), transport.calls());
    }

    @Test
    void endsWith1AndAllProblemsWhenTheConfigurationIsWrong() throws Exception {
        String config = write("bad.yaml", "listener web 8080\nbad routes.a wrong\nroute b -> nowhere\n");

        assertEquals(1, run("run", "--config", config));
        assertEquals(
                List.of(config + ":2:1: routes.a: wrong", config + ":3:1: routes.b.upstream: no upstream nowhere"),
                err.lines());
    }

    @Test
    void endsWith3WhenAPortIsTaken() throws Exception {
        transport.taken().add(8080);

        assertEquals(3, run("run", "--config", write("postern.yaml", GOOD)));
        assertEquals(List.of("postern: listener web: 127.0.0.1:8080 is in use"), err.lines());
        assertEquals(List.of("close"), transport.calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --config", "check", "explain GET / --config"})
    void endsWith3WhenAFileIsMissing(String command) {
        String missing = folder.resolve("missing.yaml").toString();
        List<String> args = new ArrayList<>(List.of(command.split(" ")));
        args.add(missing);

        assertEquals(3, run(args.toArray(String[]::new)));
        assertEquals(List.of("postern: " + missing + ": no such file or folder"), err.lines());
        assertEquals("", out.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --config", "check", "explain GET / --config"})
    void endsWith3WhenAFileCanNotBeRead(String command) {
        List<String> args = new ArrayList<>(List.of(command.split(" ")));
        args.add(folder.toString());

        assertEquals(3, run(args.toArray(String[]::new)));
        assertEquals(List.of("postern: " + folder + ": can't be read"), err.lines());
    }

    @Test
    void endsWith1WhenAFileIsEmpty() throws Exception {
        assertEquals(1, run("check", write("empty.yaml", "")));
        assertEquals(List.of("listeners: listeners: there is none"), out.lines());
    }

    @Test
    void endsWith2WhenASchemeIsUnknown() {
        assertEquals(2, run("run", "--config", "fil://x"));
        assertEquals(
                List.of("postern: fil://x: there is no kind of source called fil; known: file; "
                        + "did you mean file://? Try 'postern run --help'."),
                err.lines());
    }

    @Test
    void endsWith2WhenThereIsNothingToRun() {
        assertEquals(2, run("run"));
        assertEquals(
                List.of("postern: no --config given, and there is no postern.yaml in this folder. "
                        + "Try 'postern run --help'."),
                err.lines());
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        assertEquals(2, run("run", "--confg", "x"));
        assertEquals(
                List.of("postern: unknown option '--confg'; did you mean '--config'? Try 'postern run --help'."),
                err.lines());
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        assertEquals(2, run("chekc"));
        assertEquals(
                List.of("postern: unknown command 'chekc'; did you mean 'check'? Try 'postern --help'."), err.lines());
    }

    @Test
    void keepsTheCommandOfTheLauncherToItself() {
        assertEquals(2, run("warmup"));
        assertEquals(List.of("postern: unknown command 'warmup'. Try 'postern --help'."), err.lines());
        assertEquals(0, run("--help"));
        assertFalse(out.text().contains("warm"), out.text());
    }

    @Test
    void saysWhatAnOptionLacks() {
        assertEquals(2, run("run", "--config"));
        assertEquals(1, err.lines().size());
        assertTrue(err.text().endsWith("Try 'postern run --help'.\n"), err.text());
    }

    @Test
    void helpsWhenNothingIsAsked() {
        assertEquals(2, run());
        assertTrue(err.text().contains("postern demo"), err.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "check",
                "explain",
                "diff",
                "publish",
                "register",
                "schema",
                "demo",
                "version",
                "completion"
            })
    void helpsWithEveryCommand(String command) {
        assertEquals(0, run(command, "--help"));
        assertTrue(out.text().contains("Usage: postern " + command), out.text());
        assertTrue(out.text().contains("Example"), out.text());
        assertTrue(out.text().contains("wrong use of the command line"), out.text());
    }

    @Test
    void checksAConfiguration() throws Exception {
        assertEquals(0, run("check", write("good.yaml", GOOD)));
        assertEquals(List.of("ok: 1 route, 1 listener, 1 upstream"), out.lines());
    }

    @Test
    void checksEachConfigurationByItself() throws Exception {
        String good = write("good.yaml", GOOD);
        String bad = write("bad.yaml", "bad routes.a wrong");

        assertEquals(1, run("check", good, bad));
        assertEquals(
                List.of("ok: 1 route, 1 listener, 1 upstream (" + good + ")", bad + ":1:1: routes.a: wrong"),
                out.lines());
    }

    @Test
    void checksConfigurationsThatBelongTogether() throws Exception {
        String base = write("base.yaml", "listener web 8080\nupstream users 5001\n");
        String routes = write("routes.yaml", "route users -> users\nwarn routes.users odd\n");

        assertEquals(0, run("check", "--together", base, routes));
        assertEquals(
                List.of(routes + ":2:1: warning: routes.users: odd", "ok: 1 route, 1 listener, 1 upstream"),
                out.lines());
    }

    @Test
    void explainsARequest() throws Exception {
        String config = write("good.yaml", GOOD);

        assertEquals(0, run("explain", "GET", "http://a/users/7?x=1", "-H", "X-Env:  canary ", "--config", config));
        assertEquals(List.of("route users", "upstream users"), out.lines());
        assertEquals(
                List.of(new MadeUpRequest("GET", "http://a/users/7?x=1", List.of(Map.entry("X-Env", "canary")))),
                explained);
    }

    @Test
    void refusesToExplainWhatIsNoRequest() throws Exception {
        String config = write("good.yaml", GOOD);

        assertEquals(2, run("explain", "GET", "/", "-H", "nonsense", "--config", config));
        assertEquals(2, run("explain", "GET", "users", "--config", config));
        assertEquals(2, err.lines().size());
        assertEquals(List.of(), explained);
    }

    @Test
    void tellsItsVersion() {
        assertEquals(0, run("version"));
        assertTrue(out.text().matches("postern \\d+\\.\\d+\\.\\d+\\S* \\(Java 25.*\\)\\R"), out.text());
        assertEquals(0, run("--version"));
    }

    @Test
    void printsTheSchema() {
        assertEquals(0, run("schema"));
        assertEquals("document", out.text());
        assertEquals(0, run("schema", "routes"));
        assertEquals("documentroutes", out.text());
        assertEquals(2, run("schema", "route"));
        assertEquals(
                List.of("postern: there is no section 'route'; did you mean 'routes'? Try 'postern schema --help'."),
                err.lines());
    }

    @Test
    void completesItsCommands() {
        assertEquals(0, run("completion"));
        assertTrue(out.text().contains("complete -F _complete_postern"), "a bash script");
        assertTrue(out.text().contains("explain"), "with the commands");
        assertFalse(out.text().contains("warm"), "but not the hidden one");
    }

    @Test
    void tellsADefectInOneLineAndItsStackWhenAsked() throws Exception {
        CommandContext broken = new CommandContext(
                out.stream(),
                err.stream(),
                () -> {
                    throw new IllegalStateException("no adapters\nat all");
                },
                (a, b) -> {});
        String config = write("good.yaml", GOOD);

        assertEquals(3, Cli.run(broken, "check", config));
        assertEquals(
                List.of("postern: unexpected IllegalStateException: no adapters. --debug prints the stack."),
                err.lines());

        assertEquals(3, Cli.run(broken, "check", "--debug", config));
        assertTrue(err.text().contains("\tat dev.postern"), err.text());
    }
}
