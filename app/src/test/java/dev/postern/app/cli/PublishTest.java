package dev.postern.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.TestConsole;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.CredentialMakers;
import dev.postern.app.service.Outlets;
import dev.postern.app.wiring.Wiring;
import dev.postern.domain.config.ElementId;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigTarget;
import dev.postern.ports.config.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishTest {
    private static final String WEB = "listeners: { web: { address: \":8080\" } }\n";
    private static final String HELLO = "routes: { hello: { match: { path: /hello }, respond: hello } }\n";

    private final TestConsole out = new TestConsole();
    private final TestConsole err = new TestConsole();
    private final TreeMap<String, String> keys = new TreeMap<>();
    private final Adapters real = Wiring.assemble();
    private final Adapters adapters = new Adapters(
            real.codec(),
            real.compiler(),
            real.sources(),
            real.discoveries(),
            real.transport(),
            real.explainer(),
            new Outlets(Map.of("memory", () -> uri -> new MemoryTarget()), Map.of()),
            CredentialMakers.NONE);

    @TempDir
    private Path folder;

    private int publish(String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "publish";
        System.arraycopy(more, 0, args, 1, more.length);
        args[more.length + 1] = "--to";
        args[more.length + 2] = "memory://here/p";
        return Cli.run(new CommandContext(out.stream(), err.stream(), () -> adapters, (stop, reload) -> {}), args);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void writesAKeyForEachElementAndTakesAwayWhatIsGone() throws IOException {
        keys.put("p/routes/old", "respond: old");
        keys.put("p/config", "log: { level: warn }");
        keys.put("p/note", "for people");
        assertEquals(0, publish(write("a.yaml", WEB + HELLO)), err.text());
        assertEquals(
                Map.of(
                        "p/listeners/web",
                        "address: :8080\n",
                        "p/routes/hello",
                        "match:\n  path: /hello\nrespond: hello\n",
                        "p/note",
                        "for people"),
                keys);
        assertEquals(
                List.of(
                        "+ listeners.web",
                        "+ routes.hello",
                        "- config, a whole document",
                        "- routes.old",
                        "published: 2 added, 0 changed, 2 removed, 0 as they were; 1 transaction, version 1"),
                out.lines());
        assertTrue(err.text().contains("p/note is no key of a configuration, and stays"), err.text());
    }

    @Test
    void whatReadsTheSameIsLeftAsItIsWritten() throws IOException {
        keys.put("p/listeners/web", "# ours\naddress: \":8080\"");
        keys.put("p/routes/hello", "{ match: { path: /hello }, respond: bye }");
        assertEquals(0, publish(write("a.yaml", WEB + HELLO)), err.text());
        assertEquals("# ours\naddress: \":8080\"", keys.get("p/listeners/web"));
        assertEquals(
                List.of(
                        "~ routes.hello",
                        "    respond.body: bye -> hello",
                        "published: 0 added, 1 changed, 0 removed, 1 as they were; 1 transaction, version 1"),
                out.lines());
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        assertEquals(0, publish(write("a.yaml", WEB + HELLO), "--dry-run"));
        assertEquals(Map.of(), keys);
        assertTrue(out.text().endsWith("would publish: 2 added, 0 changed, 0 removed, 0 as they were\n"), out.text());
    }

    @Test
    void whatCheckRefusesIsRefused() throws IOException {
        assertEquals(1, publish(write("a.yaml", WEB + "routes: { users: { upstream: users } }\n")));
        assertEquals(Map.of(), keys);
        assertTrue(err.text().contains("routes.users.upstream"), err.text());
        assertEquals(3, publish("no-such-file.yaml"));
    }

    @Test
    void whatTheProxyHasBesideItIsCheckedWithItAndNotPublished() throws IOException {
        String routes = write("routes.yaml", HELLO);
        assertEquals(0, publish(routes, "--with", write("base.yaml", WEB)), err.text());
        assertEquals(List.of("p/routes/hello"), List.copyOf(keys.keySet()));
    }

    @Test
    void secretsOfThisMachineAreNotWrittenUnlessThatIsAskedFor() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2hunter2\n");
        String file = write(
                "a.yaml", WEB + "routes: { hello: { respond: \"$${x} ${file:" + secret + "} ${NO_SUCH:-y}\" } }\n");
        assertEquals(2, publish(file));
        assertEquals(Map.of(), keys);
        assertTrue(err.text().contains("routes.hello.respond: $${x} ${file:" + secret + "}"), err.text());
        assertEquals(0, publish(file, "--substitute"), err.text());
        assertEquals("respond: \"$${x} hunter2hunter2 y\"\n", keys.get("p/routes/hello"));
        assertFalse(err.text().contains("hunter2"), err.text());
        assertFalse(out.text().contains("hunter2"), out.text());
    }

    @Test
    void theOrderOfAFileIsNothingThatAStoreCanKeep() throws IOException {
        assertEquals(1, publish(write("a.yaml", WEB + HELLO + "routing: declared\n")));
        assertEquals(Map.of(), keys);
        assertTrue(err.text().contains("give routes a priority instead"), err.text());
    }

    @Test
    void aPublicationThatWasBrokenOffIsNotWrittenOverUnasked() throws IOException {
        keys.put("p/publication", "ann");
        String file = write("a.yaml", WEB + HELLO);
        assertEquals(3, publish(file));
        assertTrue(err.text().contains("another publication has not ended (ann)"), err.text());
        assertEquals(0, publish(file, "--dry-run"));
        assertEquals(List.of("p/publication"), List.copyOf(keys.keySet()));
        assertEquals(0, publish(file, "--take-over"), err.text());
        assertEquals(2, keys.size());
    }

    @Test
    void whereNothingCanBePublishedIsSaid() throws IOException {
        CommandContext context = new CommandContext(out.stream(), err.stream(), () -> adapters, (stop, reload) -> {});
        assertEquals(2, Cli.run(context, "publish", write("a.yaml", WEB + HELLO), "--to", "other.yaml"));
        assertTrue(err.text().contains("nothing can be published there; known: memory://"), err.text());
    }

    /** Knows no comparing; stores prove that themselves. */
    private final class MemoryTarget implements ConfigTarget {
        private final StoreLayout layout = new StoreLayout("memory key", "p");

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public Held read() {
            StoreLayout.Reading reading = layout.read(keys);
            return new Held(reading.documents(), layout.publication(keys), reading.strangers());
        }

        @Override
        public Written write(Map<ElementId, String> texts, List<ConfigDocument> gone) {
            gone.forEach(document -> keys.remove(layout.keyOf(document)));
            texts.forEach((id, text) -> keys.put(layout.keyOf(id), text));
            keys.remove(layout.publicationKey());
            return new Written(1, "1", List.of());
        }

        @Override
        public void close() {}
    }
}
