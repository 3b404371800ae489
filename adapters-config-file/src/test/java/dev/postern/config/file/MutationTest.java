package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigDocument.Trust;
import dev.postern.ports.config.Fragment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts that nobody would write on purpose: good ones with random damage. Nothing ever comes of them but problems. */
class MutationTest {
    private static final int MUTANTS = 4000;
    private static final long NANOS = 10_000_000_000L;
    private static final List<String> SPLINTERS = List.of(
            "{",
            "}",
            "[",
            "]",
            ": ",
            "- ",
            "\n",
            "\t",
            "  ",
            "\"",
            "'",
            "#",
            "&a ",
            "*a",
            "!!int ",
            "|",
            ">",
            "%",
            "@",
            "`",
            ",",
            "?",
            "<<: ",
            "---\n",
            "...\n",
            "${",
            "${X}",
            "$${",
            "\0",
            "\ufeff",
            "\ud800",
            "\u2028",
            "\ud83d\ude00",
            "null",
            "~",
            "0x10",
            "1e999",
            ".nan",
            "99999999999999999999",
            "-1",
            "\r\n",
            "\\u0000",
            "\\ud800",
            "/*",
            "//");

    private final JacksonConfigCodec codec = new JacksonConfigCodec(_ -> Optional.empty());

    private static List<String> seeds() throws Exception {
        List<String> seeds = new ArrayList<>();
        for (Path file : GoldenTest.good().toList()) {
            seeds.add(Files.readString(file));
        }
        for (Path file : SchemaTest.examples().toList()) {
            seeds.add(Files.readString(file));
        }
        for (Path file : GoldenTest.broken().toList()) {
            seeds.add(text(file));
        }
        // why: what is large on purpose has its own tests, and would take all the time here.
        seeds.removeIf(seed -> seed.length() > 20_000);
        return seeds;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    @Test
    void damagedTextsGiveNothingButProblems() throws Exception {
        List<String> seeds = seeds();
        long seed = Long.getLong("mutation.seed", System.nanoTime());
        Random random = new Random(seed);
        long end = System.nanoTime() + NANOS;
        int broken = 0;
        int done = 0;
        while (done < MUTANTS && System.nanoTime() < end) {
            String text = damaged(seeds.get(random.nextInt(seeds.size())), random);
            Optional<ElementId> element =
                    random.nextInt(4) == 0 ? Optional.of(new ElementId(Section.ROUTES, "users")) : Optional.empty();
            Trust trust = random.nextBoolean() ? Trust.LOCAL : Trust.REMOTE;
            broken += read(new ConfigDocument("mutant", element, text, trust), seed) ? 1 : 0;
            done++;
        }
        assertTrue(done > 100 && broken > done / 4, broken + " of " + done + " were broken");
    }

    private boolean read(ConfigDocument document, long seed) {
        Fragment fragment;
        try {
            fragment = codec.read(document);
        } catch (RuntimeException | StackOverflowError thrown) {
            throw new AssertionError("-Dmutation.seed=" + seed + " with the text\n" + document.text(), thrown);
        }
        for (Problem problem : fragment.problems()) {
            String line = problem.toString();
            assertEquals(1, line.lines().count(), () -> "-Dmutation.seed=" + seed + ": " + line);
            assertTrue(line.chars().noneMatch(Character::isISOControl), () -> "-Dmutation.seed=" + seed + ": " + line);
        }
        return fragment.hasErrors();
    }

    private static String damaged(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        int wounds = 1 + random.nextInt(4);
        for (int i = 0; i < wounds; i++) {
            int at = random.nextInt(text.length() + 1);
            int length = Math.min(random.nextInt(12), text.length() - at);
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, at + length);
                case 1 -> text.insert(at, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
                case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, at + length));
                case 3 -> text.setLength(at);
                default -> text.replace(at, at + length, Character.toString(random.nextInt(0x180)));
            }
        }
        return text.toString();
    }
}
