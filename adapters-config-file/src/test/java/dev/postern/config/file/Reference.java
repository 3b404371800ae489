package dev.postern.config.file;

import dev.postern.config.file.RecordSchema.Field;
import dev.postern.domain.config.ProxyConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of docs/configuration.md, made from the records, their examples and what the compiler refuses. */
final class Reference {
    /** A key in its place: {@code upstreams.NAME.hash.on}, of the record Hash. */
    record Key(String at, RecordSchema record, Field field) {
        String path() {
            return at.isEmpty() ? field.key() : at + "." + field.key();
        }
    }

    private final Map<String, List<String>> headings = new LinkedHashMap<>();
    private final Map<String, RecordSchema> records = new LinkedHashMap<>();
    private final List<Key> keys = new ArrayList<>();

    Reference() {
        visit("", RecordSchema.of(ProxyConfig.class));
    }

    private void visit(String at, RecordSchema record) {
        headings.computeIfAbsent(record.name(), _ -> new ArrayList<>()).add(at);
        records.put(record.name(), record);
        for (Field field : record.fields()) {
            Key key = new Key(at, record, field);
            keys.add(key);
            inner(key.path(), field.kind());
        }
    }

    private void inner(String path, Kind kind) {
        switch (kind) {
            case Kind.Keys map -> visit(path, map.schema());
            case Kind.Maybe maybe -> inner(path, maybe.kind());
            case Kind.Named named -> inner(path + ".NAME", named.value());
            case Kind.Many many -> inner(path + "[]", many.item());
            case Kind.One _ -> {}
        }
    }

    /** Every key at every place where it can be written. */
    List<Key> keys() {
        return keys;
    }

    String text() {
        StringBuilder page = new StringBuilder();
        records.values().forEach(record -> table(page, record));
        page.append("## Refused as not supported yet\n\n");
        List<Key> refused =
                keys.stream().filter(key -> Refusals.ownReasonOf(key)).toList();
        if (refused.isEmpty()) {
            return page.append("Nothing: all of the language works.\n").toString();
        }
        page.append("The language has these keys; this version says `is not supported yet` where one is written, or")
                .append(
                        " written with another value than its default, and does not start, or keeps what is in force.\n\n");
        refused.forEach(key -> page.append("- `").append(key.path()).append("`\n"));
        return page.toString();
    }

    private void table(StringBuilder page, RecordSchema record) {
        List<String> places = headings.getOrDefault(record.name(), List.of());
        page.append("## ").append(heading(places)).append("\n\n");
        page.append("| key | takes | default | meaning | example |\n|---|---|---|---|---|\n");
        for (Field field : record.fields()) {
            row(page, new Key(places.getFirst(), record, field));
        }
        page.append('\n');
    }

    private static String heading(List<String> places) {
        return places.getFirst().isEmpty() ? "A document" : "`" + String.join("`, `", places) + "`";
    }

    private static void row(StringBuilder page, Key key) {
        Field field = key.field();
        String star = key.record().shortForm().filter(field::equals).isPresent() ? " `*`" : "";
        String refusal = Refusals.isRefused(key) ? " **Not supported yet.**" : "";
        page.append("| `" + field.key() + "`" + star)
                .append(" | " + takes(field.kind()))
                .append(" | " + standard(field))
                .append(" | " + plain(field.doc()) + refusal)
                .append(" | `" + cell(field.key() + ": " + Examples.valueOf(key.record(), field)) + "` |\n");
    }

    static String takes(Kind kind) {
        return switch (kind) {
            case Kind.One one -> one.type().form().name();
            case Kind.Maybe maybe -> takes(maybe.kind());
            case Kind.Many many -> "list: " + takes(many.item());
            case Kind.Named named -> "map to " + takes(named.value());
            case Kind.Keys map ->
                map.schema()
                        .shortForm()
                        .map(field -> takes(field.kind()) + ", or keys")
                        .orElse("keys");
        };
    }

    private static String standard(Field field) {
        if (field.standard().isPresent()) {
            String text = field.standard().get();
            return text.isEmpty() ? "empty" : "`" + cell(text) + "`";
        }
        return switch (field.kind()) {
            case Kind.One _ -> "**required**";
            case Kind.Keys map -> map.absent().isPresent() ? "its own defaults" : "**required**";
            case Kind.Maybe _ -> "none";
            case Kind.Many _, Kind.Named _ -> "empty";
        };
    }

    private static String plain(String doc) {
        return cell(doc).replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
