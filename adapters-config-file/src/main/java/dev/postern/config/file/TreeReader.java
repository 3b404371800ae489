package dev.postern.config.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.postern.config.file.Node.Entry;
import dev.postern.config.file.Node.ListNode;
import dev.postern.config.file.Node.MapNode;
import dev.postern.config.file.Node.Refused;
import dev.postern.config.file.Node.Scalar;
import dev.postern.config.file.Node.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads one YAML or JSON text into nodes. Used for one text, by one thread. */
final class TreeReader {
    static final int LARGEST = 16 * 1024 * 1024;
    static final int DEEPEST = 64;

    private static final String BYTE_ORDER_MARK = "\ufeff";
    // why: names are the operator's own; tables of them would only grow, and be attacked.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();
    private static final YAMLFactory YAML =
            YAMLFactory.builder().loaderOptions(yamlLimits()).build();

    // why: the YAML scanner's time grows with the square of a line's length.
    private static final int LONGEST_YAML_LINE = 1024 * 1024;

    /** Empty for JSON, where the parser tells all there is. */
    private final Optional<YamlMarks> marks;

    private TreeReader(Optional<YamlMarks> marks) {
        this.marks = marks;
    }

    private static LoaderOptions yamlLimits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST + 1);
        return options;
    }

    /** The text's nodes; empty where nothing is written in it. */
    static Optional<Node> read(String written) throws UnreadableException {
        if (isTooLarge(written)) {
            throw new UnreadableException(0, 0, "the text is larger than 16MiB");
        }
        String text = written.startsWith(BYTE_ORDER_MARK) ? written.substring(1) : written;
        String first = text.stripLeading();
        if (!first.startsWith("{") && !first.startsWith("[")) {
            return readYaml(text);
        }
        try {
            return readJson(text);
        } catch (UnreadableException notJson) {
            return readLooseJson(text, notJson);
        }
    }

    /** Text in braces that isn't JSON may be YAML; if it is neither, the better attempt gets further. */
    private static Optional<Node> readLooseJson(String text, UnreadableException notJson) throws UnreadableException {
        try {
            return readYaml(text);
        } catch (UnreadableException notYaml) {
            throw notJson.isBeyond(notYaml) ? notJson : notYaml;
        }
    }

    private static boolean isTooLarge(String text) {
        long bytes = text.length() > LARGEST / 3
                ? text.codePoints().mapToLong(TreeReader::utf8Length).sum()
                : text.length();
        return bytes > LARGEST;
    }

    private static long utf8Length(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    private static void refuseLongLines(String text) throws UnreadableException {
        int line = 1;
        int from = 0;
        while (text.length() - from > LONGEST_YAML_LINE) {
            int end = text.indexOf('\n', from);
            if (end < 0 || end - from > LONGEST_YAML_LINE) {
                throw new UnreadableException(line, 1, "a line longer than 1MiB; YAML needs shorter ones");
            }
            from = end + 1;
            line++;
        }
    }

    private static Optional<Node> readYaml(String text) throws UnreadableException {
        refuseLongLines(text);
        YamlMarks marks = new YamlMarks(text);
        try (JsonParser parser = YAML.createParser(text)) {
            return new TreeReader(Optional.of(marks)).document(parser);
        } catch (IOException fault) {
            throw SyntaxFault.ofYaml(fault, marks);
        }
    }

    private static Optional<Node> readJson(String text) throws UnreadableException {
        try (JsonParser parser = JSON.createParser(text)) {
            return new TreeReader(Optional.empty()).document(parser);
        } catch (IOException fault) {
            throw SyntaxFault.ofJson(fault);
        }
    }

    private Optional<Node> document(JsonParser parser) throws IOException, UnreadableException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            return Optional.empty();
        }
        Node root = node(parser, token, 1);
        if (parser.nextToken() != null) {
            throw at(parser, "a second document begins here; a text holds one");
        }
        return root instanceof Scalar scalar && scalar.isNull() ? Optional.empty() : Optional.of(root);
    }

    private Node node(JsonParser parser, JsonToken token, int depth) throws IOException, UnreadableException {
        if (depth > DEEPEST) {
            throw at(parser, "nested more than " + DEEPEST + " levels deep");
        }
        JsonLocation location = parser.currentTokenLocation();
        int line = location.getLineNr();
        int column = location.getColumnNr();
        Optional<String> refusal = refusal(location);
        Node node = switch (token) {
            case START_OBJECT -> new MapNode(line, column, entries(parser, depth));
            case START_ARRAY -> new ListNode(line, column, items(parser, depth));
            default -> scalar(parser, token, location);
        };
        return refusal.isPresent() ? new Refused(line, column, refusal.get()) : node;
    }

    private List<Entry> entries(JsonParser parser, int depth) throws IOException, UnreadableException {
        List<Entry> entries = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            JsonLocation location = parser.currentTokenLocation();
            int line = location.getLineNr();
            int column = location.getColumnNr();
            String key = parser.currentName();
            Optional<String> refusal =
                    marks.isPresent() && key.equals("<<") ? Optional.of(YamlMarks.MERGE) : refusal(location);
            Node value = node(parser, parser.nextToken(), depth + 1);
            entries.add(new Entry(
                    key,
                    line,
                    column,
                    refusal.<Node>map(why -> new Refused(line, column, why)).orElse(value)));
        }
        return entries;
    }

    private List<Node> items(JsonParser parser, int depth) throws IOException, UnreadableException {
        List<Node> items = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            items.add(node(parser, token, depth + 1));
            token = parser.nextToken();
        }
        return items;
    }

    private Node scalar(JsonParser parser, JsonToken token, JsonLocation location) throws IOException {
        String text = parser.getText();
        boolean quoted =
                marks.map(yaml -> yaml.isQuoted(location.getCharOffset())).orElse(token == JsonToken.VALUE_STRING);
        if (quoted && Surrogates.hasHalf(text)) {
            return new Refused(location.getLineNr(), location.getColumnNr(), Surrogates.REFUSAL);
        }
        Style style = quoted ? Style.QUOTED : Style.PLAIN;
        return new Scalar(location.getLineNr(), location.getColumnNr(), text, style);
    }

    private Optional<String> refusal(JsonLocation location) {
        return marks.flatMap(yaml -> yaml.refusal(location.getCharOffset()));
    }

    private static UnreadableException at(JsonParser parser, String message) {
        JsonLocation location = parser.currentTokenLocation();
        return new UnreadableException(location.getLineNr(), location.getColumnNr(), message);
    }
}
