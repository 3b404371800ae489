package dev.postern.app.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What goes back to the one who asked.
 *
 * @param plain the same for those who would rather have text/plain, where that is told apart
 * @param stream what goes on after the head, in place of a body
 */
record Answer(
        int status,
        String contentType,
        Map<String, String> headers,
        ByteBuffer body,
        Optional<String> plain,
        Optional<Stream> stream) {
    static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** Writes until there is no more, or until its thread is interrupted. */
    @FunctionalInterface
    interface Stream {
        void writeTo(OutputStream out) throws IOException;
    }

    static Answer json(int status, Object value) {
        return raw(status, JSON, Json.text(value));
    }

    static Answer ok(Object value) {
        return json(200, value);
    }

    static Answer text(int status, String text) {
        return raw(status, TEXT, text);
    }

    static Answer raw(int status, String contentType, String body) {
        return bytes(status, contentType, StandardCharsets.UTF_8.encode(body));
    }

    static Answer bytes(int status, String contentType, ByteBuffer body) {
        return new Answer(status, contentType, Map.of(), body, Optional.empty(), Optional.empty());
    }

    static Answer stream(String contentType, Stream stream) {
        ByteBuffer none = ByteBuffer.allocate(0);
        return new Answer(200, contentType, Map.of(), none, Optional.empty(), Optional.of(stream));
    }

    /** @param message a sentence for a person */
    static Answer error(int status, String message) {
        return json(status, Map.of("error", message)).orPlain(message);
    }

    Answer orPlain(String text) {
        return new Answer(status, contentType, headers, body, Optional.of(text), stream);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, more, body, plain, stream);
    }

    /** In the form that the Accept field asks for. */
    Answer acceptedAs(String accept) {
        if (plain.isEmpty() || !accept.startsWith("text/plain")) {
            return this;
        }
        return new Answer(status, TEXT, headers, StandardCharsets.UTF_8.encode(plain.get() + "\n"), plain, stream);
    }
}
