package dev.postern.domain.balancing;

import java.util.List;

/** Reads what an upstream is hashed on: {@code client-ip}, {@code header:NAME} and so on. */
final class HashKeyParser {
    private static final String EXPECTED = "client-ip, header:NAME, cookie:NAME, query:NAME or path";
    private static final List<String> KINDS = List.of("client-ip", "header", "cookie", "query", "path");
    private static final int MOST_SLIPS = 2;

    private HashKeyParser() {}

    sealed interface Outcome {
        record Parsed(HashKey key) implements Outcome {}

        record Refused(String message) implements Outcome {}
    }

    static Outcome parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String name = colon < 0 ? "" : text.substring(colon + 1);
        boolean isNamed = colon >= 0;
        return switch (kind) {
            case "client-ip" -> isNamed ? refused(text, kind) : new Outcome.Parsed(HashKey.clientIp());
            case "path" -> isNamed ? refused(text, kind) : new Outcome.Parsed(HashKey.path());
            case "header" -> isToken(name) ? new Outcome.Parsed(HashKey.header(name)) : refused(text, "header:NAME");
            case "cookie" -> isToken(name) ? new Outcome.Parsed(HashKey.cookie(name)) : refused(text, "cookie:NAME");
            case "query" -> isParameter(name) ? new Outcome.Parsed(HashKey.query(name)) : refused(text, "query:NAME");
            default -> unknown(text, kind, isNamed ? ":" + name : "");
        };
    }

    private static Outcome refused(String found, String expected) {
        return new Outcome.Refused("found '" + found + "', expected " + expected);
    }

    private static Outcome unknown(String found, String kind, String rest) {
        String message = "found '" + found + "', expected " + EXPECTED;
        return KINDS.stream()
                .filter(known -> slips(known, kind) <= MOST_SLIPS)
                .findFirst()
                .map(known -> new Outcome.Refused(message + "; did you mean '" + known + rest + "'?"))
                .orElseGet(() -> new Outcome.Refused(message));
    }

    /** RFC 9110 §5.6.2: what header and cookie names are made of. */
    static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }

    private static boolean isParameter(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 127 && c != '&' && c != '=' && c != '#');
    }

    /** Letters to insert, remove or replace until one word is the other. */
    private static int slips(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
