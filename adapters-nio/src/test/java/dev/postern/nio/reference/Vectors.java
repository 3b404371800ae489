package dev.postern.nio.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tables of messages in files: one a line, its columns apart by {@code " | "}, the bytes last and with escapes. */
public final class Vectors {
    /**
     * @param rule the RFC's section, or what was found out by others
     * @param method of the request; empty in tables of requests
     * @param expected what becomes of it
     * @param text its bytes, as ISO-8859-1
     * @param thenCloses whether the sender closes behind it
     */
    public record Vector(String name, String rule, String method, String expected, String text, boolean thenCloses) {
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return name + " (" + rule + ")";
        }
    }

    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");
    private static final Pattern REPEATED = Pattern.compile("\\{([^{}*]+)\\*(\\d+)}");

    private Vectors() {}

    public static List<Vector> requests() {
        List<Vector> vectors = new ArrayList<>();
        for (String[] row : rows("requests.txt", 4)) {
            vectors.add(vector(row[0], row[1], "", row[2], row[3]));
        }
        return vectors;
    }

    public static List<Vector> responses() {
        List<Vector> vectors = new ArrayList<>();
        for (String[] row : rows("responses.txt", 5)) {
            vectors.add(vector(row[0], row[1], row[2], row[3], row[4]));
        }
        return vectors;
    }

    private static Vector vector(String name, String rule, String method, String expected, String escaped) {
        boolean closes = escaped.endsWith("\\Z");
        String bytes = unescape(closes ? escaped.substring(0, escaped.length() - 2) : escaped);
        return new Vector(name, rule, method, unescape(expected), bytes, closes);
    }

    private static List<String[]> rows(String file, int columns) {
        try (InputStream in = Vectors.class.getResourceAsStream("/smuggling/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no " + file);
            }
            List<String[]> rows = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n", -1)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] row = line.split(" \\| ", columns);
                    if (row.length != columns) {
                        throw new IllegalStateException(file + ": expected " + columns + " columns in: " + line);
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String unescape(String text) {
        return ESCAPE.matcher(unrolled(text)).replaceAll(escape -> Matcher.quoteReplacement(meaning(escape.group(1))));
    }

    private static String unrolled(String text) {
        String flat = REPEATED.matcher(text)
                .replaceAll(some -> Matcher.quoteReplacement(some.group(1).repeat(Integer.parseInt(some.group(2)))));
        return flat.equals(text) ? flat : unrolled(flat);
    }

    private static String meaning(String escape) {
        return switch (escape.charAt(0)) {
            case 'R' -> "\r\n";
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '0' -> "\0";
            case '\\' -> "\\";
            case 'x' -> Character.toString(Integer.parseInt(escape.substring(1), 16));
            default -> throw new IllegalArgumentException(escape);
        };
    }
}
