package dev.postern.nio.reference;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads messages as naively and as strictly as RFC 9112 can be read: lines as text, grammar as regular expressions. What
 * it doesn't like ends it with a {@link Violation}; a stream that ends in the middle with an EOFException.
 */
public final class ReferenceParser {
    /** Something that a strict reader refuses. */
    public static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String what) {
            super(what);
        }
    }

    public record Message(String startLine, List<Map.Entry<String, String>> fields, String body) {
        public List<String> all(String name) {
            return fields.stream()
                    .filter(field -> field.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        public String method() {
            return startLine.substring(0, startLine.indexOf(' '));
        }

        public String target() {
            return startLine.split(" ", -1)[1];
        }

        public int status() {
            return Integer.parseInt(startLine.substring(9, 12));
        }

        /** The host that Host speaks of, without its port, in lower case. */
        public String host() {
            Matcher host = HOST.matcher(all("host").isEmpty() ? "" : all("host").getFirst());
            if (!host.matches()) {
                throw new Violation("host " + all("host"));
            }
            String name = host.group(1).toLowerCase(Locale.ROOT);
            return name.startsWith("[") ? name.substring(1, name.length() - 1) : name.replaceFirst("\\.$", "");
        }

        /** How tables write a request. */
        public String summary() {
            return method() + " " + host() + " " + target() + " [" + body + "]";
        }
    }

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern REQUEST_LINE = Pattern.compile(TOKEN + " [\\x21-\\x7e\\x80-\\xff]+ HTTP/1\\.[01]");
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.[01] [1-5]\\d\\d( [\\t\\x20-\\x7e\\x80-\\xff]*)?");
    private static final Pattern FIELD =
            Pattern.compile("(" + TOKEN + "):[ \\t]*((?:[\\x21-\\x7e\\x80-\\xff](?:[\\t\\x20-\\x7e\\x80-\\xff]*"
                    + "[\\x21-\\x7e\\x80-\\xff])?)?)[ \\t]*");
    private static final Pattern CHUNK_LINE = Pattern.compile("([0-9A-Fa-f]{1,15})(;[\\t\\x20-\\x7e\\x80-\\xff]*)?");
    private static final Pattern HOST = Pattern.compile("(|\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+,;=-]+)(:\\d*)?");

    private final InputStream in;

    public ReferenceParser(InputStream in) {
        this.in = in;
    }

    /** The next request. */
    public Message request() throws IOException {
        String line = line();
        // RFC 9112 §2.2: an empty line before a request is to be ignored.
        if (line.isEmpty()) {
            line = line();
        }
        require(REQUEST_LINE.matcher(line).matches(), line);
        List<Map.Entry<String, String>> fields = fields();
        Message head = new Message(line, fields, "");
        boolean isOld = line.endsWith("0");
        require(head.all("host").size() == 1 || (isOld && head.all("host").isEmpty()), "hosts " + head.all("host"));
        String body = hasFraming(head) ? body(head, isOld) : "";
        return new Message(line, fields, body);
    }

    /** The next response; those to HEAD have no body. */
    public Message response(boolean isToHead) throws IOException {
        return responseBody(responseHead(), isToHead);
    }

    public Message responseHead() throws IOException {
        String line = line();
        require(STATUS_LINE.matcher(line).matches(), line);
        return new Message(line, fields(), "");
    }

    public Message responseBody(Message head, boolean isToHead) throws IOException {
        int status = head.status();
        if (isToHead || status < 200 || status == 204 || status == 304) {
            return head;
        }
        String body = hasFraming(head)
                ? body(head, head.startLine().startsWith("HTTP/1.0"))
                : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        return new Message(head.startLine(), head.fields(), body);
    }

    private static boolean hasFraming(Message head) {
        return !head.all("content-length").isEmpty()
                || !head.all("transfer-encoding").isEmpty();
    }

    private String body(Message head, boolean isOld) throws IOException {
        List<String> codings = head.all("transfer-encoding");
        List<String> lengths = head.all("content-length");
        require(codings.size() + lengths.size() == 1, "framing " + codings + lengths);
        if (lengths.size() == 1) {
            require(lengths.getFirst().matches("[0-9]{1,18}"), "length " + lengths);
            return bytes(Long.parseLong(lengths.getFirst()));
        }
        require(!isOld && codings.getFirst().equalsIgnoreCase("chunked"), "coding " + codings);
        return chunks();
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            Matcher size = CHUNK_LINE.matcher(line());
            require(size.matches(), "chunk size");
            long bytes = Long.parseLong(size.group(1), 16);
            if (bytes == 0) {
                fields();
                return body.toString();
            }
            body.append(bytes(bytes));
            require(line().isEmpty(), "no line end behind a chunk");
        }
    }

    private List<Map.Entry<String, String>> fields() throws IOException {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            Matcher field = FIELD.matcher(line);
            require(field.matches(), "field " + line);
            fields.add(Map.entry(field.group(1), field.group(2)));
        }
        return fields;
    }

    private String bytes(long count) throws IOException {
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < count; i++) {
            text.append((char) next());
        }
        return text.toString();
    }

    /** A line that ends with CR LF, and holds neither elsewhere. */
    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int b = next(); b != '\r'; b = next()) {
            require(b != '\n', "line feed alone");
            text.append((char) b);
        }
        require(next() == '\n', "carriage return alone");
        return text.toString();
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    private static void require(boolean isSo, String what) {
        if (!isSo) {
            throw new Violation(what);
        }
    }
}
