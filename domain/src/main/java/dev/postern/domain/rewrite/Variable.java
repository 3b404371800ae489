package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Something that a template asks for. Immutable. */
final class Variable {
    private static final Slice NAMELESS = new Slice();
    private static final Map<String, Source> FIXED = new TreeMap<>(Map.ofEntries(
            Map.entry("method", Source.METHOD),
            Map.entry("scheme", Source.SCHEME),
            Map.entry("host", Source.HOST),
            Map.entry("port", Source.PORT),
            Map.entry("path", Source.PATH),
            Map.entry("query", Source.QUERY),
            Map.entry("uri", Source.URI),
            Map.entry("client.ip", Source.CLIENT_IP),
            Map.entry("client.port", Source.CLIENT_PORT),
            Map.entry("request.id", Source.REQUEST_ID),
            Map.entry("upstream", Source.UPSTREAM),
            Map.entry("tls.sni", Source.TLS_SERVER_NAME),
            Map.entry("tls.version", Source.TLS_VERSION),
            Map.entry("tls.client.subject", Source.TLS_CLIENT_SUBJECT),
            Map.entry("tls.client.issuer", Source.TLS_CLIENT_ISSUER),
            Map.entry("tls.client.names", Source.TLS_CLIENT_NAMES),
            Map.entry("tls.client.serial", Source.TLS_CLIENT_SERIAL),
            Map.entry("tls.client.fingerprint", Source.TLS_CLIENT_FINGERPRINT),
            Map.entry("tls.client.verified", Source.TLS_CLIENT_VERIFIED)));
    private static final String HEADER = "header.";
    private static final String QUERY_PARAMETER = "query.";
    private static final String COOKIE = "cookie.";

    private final Source source;
    private final Slice name;
    private final byte[] nameBytes;
    private final int index;

    private Variable(Source source, Slice name, int index) {
        this.source = source;
        this.name = name;
        this.nameBytes = Ascii.bytes(name.text());
        this.index = index;
    }

    Source source() {
        return source;
    }

    /** Of a header (lower case), query parameter or cookie; the value itself of a constant. Never pointed elsewhere. */
    Slice name() {
        return name;
    }

    /** As {@link #name()}, for comparing. */
    byte[] nameBytes() {
        return nameBytes;
    }

    /** Of a path parameter or of a group. */
    int index() {
        return index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Variable variable
                && source == variable.source
                && index == variable.index
                && name.equals(variable.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, index, name);
    }

    /** In which form a value comes, and so what must be done to it elsewhere. */
    enum Form {
        /** Bytes that mean themselves. */
        PLAIN,
        /** A piece of the normalised path, still percent-encoded. */
        PATH_TEXT,
        /** Path, query or both, as they are sent. */
        TARGET,
        /** The value of a query pair, still encoded. */
        QUERY_TEXT
    }

    enum Source {
        CONSTANT(Form.PLAIN),
        METHOD(Form.PLAIN),
        SCHEME(Form.PLAIN),
        HOST(Form.PLAIN),
        PORT(Form.PLAIN),
        PATH(Form.TARGET),
        QUERY(Form.TARGET),
        URI(Form.TARGET),
        CLIENT_IP(Form.PLAIN),
        CLIENT_PORT(Form.PLAIN),
        REQUEST_ID(Form.PLAIN),
        UPSTREAM(Form.PLAIN),
        HEADER(Form.PLAIN),
        QUERY_PARAMETER(Form.QUERY_TEXT),
        COOKIE(Form.PLAIN),
        TLS_SERVER_NAME(Form.PLAIN),
        TLS_VERSION(Form.PLAIN),
        TLS_CLIENT_SUBJECT(Form.PLAIN),
        TLS_CLIENT_ISSUER(Form.PLAIN),
        TLS_CLIENT_NAMES(Form.PLAIN),
        TLS_CLIENT_SERIAL(Form.PLAIN),
        TLS_CLIENT_FINGERPRINT(Form.PLAIN),
        TLS_CLIENT_VERIFIED(Form.PLAIN),
        PARAMETER(Form.PATH_TEXT),
        GROUP(Form.PATH_TEXT);

        private final Form form;

        Source(Form form) {
            this.form = form;
        }

        Form form() {
            return form;
        }
    }

    static Variable group(int index) {
        return new Variable(Source.GROUP, NAMELESS, index);
    }

    /** The variable of that name, if there is one here; a path parameter is found before anything else. */
    static Optional<Variable> named(String name, Vocabulary vocabulary, Map<String, Integer> groups) {
        Integer group = groups.get(name);
        if (group != null) {
            return Optional.of(group(group));
        }
        int parameter = vocabulary.parameters().indexOf(name);
        if (parameter >= 0) {
            return Optional.of(new Variable(Source.PARAMETER, NAMELESS, parameter));
        }
        if (name.equals("route")) {
            return Optional.of(new Variable(Source.CONSTANT, LiteralText.slice(vocabulary.route()), 0));
        }
        if (name.equals("upstream") && vocabulary.upstreams().size() == 1) {
            String upstream = vocabulary.upstreams().getFirst();
            return Optional.of(new Variable(Source.CONSTANT, LiteralText.slice(upstream), 0));
        }
        Source fixed = FIXED.get(name);
        return fixed == null ? prefixed(name) : Optional.of(new Variable(fixed, NAMELESS, 0));
    }

    private static Optional<Variable> prefixed(String name) {
        if (name.startsWith(HEADER) && FieldName.isToken(name.substring(HEADER.length()))) {
            String header = name.substring(HEADER.length()).toLowerCase(Locale.ROOT);
            return Optional.of(new Variable(Source.HEADER, Slice.of(header), 0));
        }
        if (name.startsWith(QUERY_PARAMETER) && name.length() > QUERY_PARAMETER.length()) {
            Slice parameter = LiteralText.slice(name.substring(QUERY_PARAMETER.length()));
            return Optional.of(new Variable(Source.QUERY_PARAMETER, parameter, 0));
        }
        if (name.startsWith(COOKIE) && FieldName.isToken(name.substring(COOKIE.length()))) {
            return Optional.of(new Variable(Source.COOKIE, Slice.of(name.substring(COOKIE.length())), 0));
        }
        return Optional.empty();
    }

    /** Every name that could have been meant. */
    static List<String> names(Vocabulary vocabulary, Map<String, Integer> groups) {
        List<String> names = new ArrayList<>(vocabulary.parameters());
        names.addAll(new TreeMap<>(groups).keySet());
        names.addAll(FIXED.keySet());
        names.addAll(List.of("route", "header.NAME", "query.NAME", "cookie.NAME"));
        return names;
    }
}
