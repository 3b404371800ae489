package dev.postern.config.file;

import java.util.List;
import java.util.Set;

/** A document as it was written, before anybody knows what it should mean. Lines and columns are from 1. */
sealed interface Node {
    int line();

    int column();

    /** How a message names it: found a list. */
    String found();

    /** Keys in the order of writing; one that is written twice is there twice. */
    record MapNode(int line, int column, List<Entry> entries) implements Node {
        @Override
        public String found() {
            return "a map";
        }
    }

    /** A key with its own position. */
    record Entry(String key, int line, int column, Node value) {}

    record ListNode(int line, int column, List<Node> items) implements Node {
        @Override
        public String found() {
            return "a list";
        }
    }

    /** Any single value by its raw text: {@code 0755} and {@code off} are just that. */
    record Scalar(int line, int column, String text, Style style) implements Node {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        boolean isNull() {
            return style == Style.PLAIN && NULLS.contains(text);
        }

        @Override
        public String found() {
            return isNull() ? "nothing" : Texts.quote(text);
        }
    }

    enum Style {
        PLAIN,
        QUOTED
    }

    /** Something that YAML allows and we don't; the message says what to do instead. */
    record Refused(int line, int column, String message) implements Node {
        @Override
        public String found() {
            return message;
        }
    }
}
