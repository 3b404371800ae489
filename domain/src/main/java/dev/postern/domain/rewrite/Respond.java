package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.RespondConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer made by the proxy: the same body for everybody, header fields as templates. Immutable. */
public final class Respond {
    private static final String CONTENT_TYPE = "Content-Type";

    private final int status;
    private final Slice body;
    private final HeaderEdits fields;

    private Respond(int status, Slice body, HeaderEdits fields) {
        this.status = status;
        this.body = body;
        this.fields = fields;
    }

    /**
     * Compiles a route's answer.
     *
     * @param path of the section, like {@code routes.users.respond}
     */
    public static Respond compile(RespondConfig config, Vocabulary vocabulary, String path, Faults faults) {
        int status = config.status();
        if (status < 200 || status > 599) {
            faults.add(path + ".status", status + " is no final status; expected 200 to 599");
        }
        if (!config.body().isEmpty() && (status == 204 || status == 205 || status == 304)) {
            faults.add(path + ".body", "a response with status " + status + " has no body");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        boolean typed = config.headers().keySet().stream().anyMatch(CONTENT_TYPE::equalsIgnoreCase);
        LiteralText.headerValue(config.contentType(), path + ".contentType", faults);
        if (!typed && !config.body().isEmpty()) {
            // why: the content type is no template, so its braces mean themselves.
            headers.put(CONTENT_TYPE, config.contentType().replace("{", "{{").replace("}", "}}"));
        }
        HeaderEdits type = HeaderEdits.ofOwn(headers, vocabulary, path, (at, message) -> {});
        HeaderEdits rest = HeaderEdits.ofOwn(config.headers(), vocabulary, path + ".headers", faults);
        return new Respond(status, LiteralText.slice(config.body()), type.and(rest));
    }

    public int status() {
        return status;
    }

    /** Points {@code into} at the body, which may be empty. */
    public void body(Slice into) {
        into.set(body);
    }

    /** Writes all fields but those that frame the response. */
    public void appendTo(TemplateScope scope, HeaderSink sink) {
        fields.appendTo(scope, sink);
    }
}
