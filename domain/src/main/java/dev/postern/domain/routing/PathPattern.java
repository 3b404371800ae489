package dev.postern.domain.routing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A path as a route writes it: segments that are literal text, hold one parameter ({@code v{major}.json}), or, as the
 * last one, take the remainder ({@code {*rest}}, which may be empty). Literal text is kept as bytes in the form that a
 * normalised request path has. Immutable.
 */
public final class PathPattern {
    static final int MOST_SEGMENTS = 128;
    static final int LONGEST = 4096;
    /** What a route has that says nothing about paths, or says it with a regex. */
    static final PathPattern NONE = new PathPattern("", List.of());

    sealed interface Segment {}

    // why: a record of arrays would compare them by identity; segments are compared by shape() alone.
    static final class Literal implements Segment {
        final byte[] text;

        Literal(byte[] text) {
            this.text = text;
        }
    }

    static final class Parameter implements Segment {
        final String name;
        final byte[] before;
        final byte[] after;

        Parameter(String name, byte[] before, byte[] after) {
            this.name = name;
            this.before = before;
            this.after = after;
        }

        boolean isBare() {
            return before.length == 0 && after.length == 0;
        }
    }

    record Rest(String name) implements Segment {}

    private final String text;
    private final List<Segment> segments;
    private final List<String> parameterNames;
    /** Which segment each parameter is in. */
    private final int[] parameterSegments;

    PathPattern(String text, List<Segment> segments) {
        this.text = text;
        this.segments = List.copyOf(segments);
        List<String> names = new ArrayList<>();
        int[] indexes = new int[segments.size()];
        for (int i = 0; i < segments.size(); i++) {
            switch (segments.get(i)) {
                case Literal ignored -> {}
                case Parameter parameter -> {
                    indexes[names.size()] = i;
                    names.add(parameter.name);
                }
                case Rest rest -> {
                    indexes[names.size()] = i;
                    names.add(rest.name());
                }
            }
        }
        parameterNames = List.copyOf(names);
        parameterSegments = indexes;
    }

    /** Reads a value of {@code match.path}. */
    public static PathPattern parse(String text) throws BadPatternException {
        return new PathPatternParser(text).path();
    }

    /** Reads a value of {@code match.prefix}: whole literal segments; a slash at its end makes no difference. */
    public static PathPattern parsePrefix(String text) throws BadPatternException {
        return new PathPatternParser(text).prefix();
    }

    /** The names that a template may use, in the order of writing. */
    public List<String> parameterNames() {
        return parameterNames;
    }

    List<Segment> segments() {
        return segments;
    }

    int parameterCount() {
        return parameterNames.size();
    }

    int parameterSegment(int index) {
        return parameterSegments[index];
    }

    /** The same for two patterns that match the same paths: without the names of parameters. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (Segment segment : segments) {
            switch (segment) {
                case Literal literal -> shape.append('/').append(escaped(literal.text));
                case Parameter p ->
                    shape.append('/').append(escaped(p.before)).append("{}").append(escaped(p.after));
                case Rest ignored -> shape.append("/{*}");
            }
        }
        return shape.toString();
    }

    private static String escaped(byte[] literal) {
        return new String(literal, StandardCharsets.ISO_8859_1)
                .replace("{", "{{")
                .replace("}", "}}");
    }

    /** As written. */
    @Override
    public String toString() {
        return text;
    }
}
