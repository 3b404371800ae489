package dev.postern.domain.rewrite;

import dev.postern.domain.rewrite.TemplateText.Piece;
import dev.postern.domain.rewrite.Variable.Form;
import dev.postern.domain.rewrite.Variable.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides, piece after piece of a template, how it is written at its destination. Keeps track of the part of a URI that
 * has been reached. Lives while one template is compiled.
 */
final class Binding {
    private enum Component {
        SCHEME,
        AUTHORITY,
        PATH,
        QUERY,
        HEADER_VALUE
    }

    private final Destination destination;
    private final String path;
    private final Faults faults;
    private Component component;
    private boolean authorityBegun;
    private int schemeSlashes;

    private Binding(Destination destination, Component first, String path, Faults faults) {
        this.destination = destination;
        this.component = first;
        this.path = path;
        this.faults = faults;
    }

    static Binding of(Destination destination, List<Piece> pieces, String path, Faults faults) {
        Component first = switch (destination) {
            case PATH -> {
                requireAbsolutePath(pieces, path, faults);
                yield Component.PATH;
            }
            case PATH_PIECE -> Component.PATH;
            case QUERY_VALUE -> Component.QUERY;
            case HEADER_VALUE -> Component.HEADER_VALUE;
            case HOST -> Component.AUTHORITY;
            case LOCATION -> firstOfLocation(pieces, path, faults);
        };
        return new Binding(destination, first, path, faults);
    }

    byte[] literal(String text) {
        return switch (destination) {
            case PATH, PATH_PIECE -> LiteralText.path(text, path, faults);
            case QUERY_VALUE -> LiteralText.queryValue(text);
            case HEADER_VALUE -> LiteralText.headerValue(text, path, faults);
            case HOST -> LiteralText.host(text, path, faults);
            case LOCATION -> {
                text.chars().forEach(this::follow);
                yield LiteralText.location(text, path, faults);
            }
        };
    }

    Escape escape(Variable variable) {
        Source source = variable.source();
        if (destination == Destination.LOCATION && (source == Source.PATH || source == Source.URI)) {
            return targetInLocation(source);
        }
        return switch (component) {
            case HEADER_VALUE -> Escape.FIELD;
            case SCHEME -> Escape.HOST;
            case AUTHORITY -> {
                authorityBegun = true;
                yield source.form() == Form.TARGET ? refuse(variable) : Escape.HOST;
            }
            case PATH ->
                switch (source.form()) {
                    case PLAIN -> Escape.ENCODE;
                    case PATH_TEXT -> Escape.KEEP;
                    case QUERY_TEXT -> Escape.RECODE_FORM;
                    case TARGET -> source == Source.PATH ? Escape.KEEP : refuse(variable);
                };
            case QUERY -> inQuery(source);
        };
    }

    /** Tells what is missing once every piece is bound. */
    void end() {
        if (destination == Destination.LOCATION && component == Component.AUTHORITY && !authorityBegun) {
            faults.add(path, "there is no host after the scheme");
        }
    }

    private Escape inQuery(Source source) {
        return switch (source.form()) {
            case PLAIN -> Escape.ENCODE;
            case PATH_TEXT -> Escape.RECODE;
            case QUERY_TEXT -> Escape.RECODE_FORM;
            // why: ?{query} carries the pairs on, ?next={uri} wraps them up in one value.
            case TARGET -> source == Source.QUERY && destination == Destination.LOCATION ? Escape.URI : Escape.ENCODE;
        };
    }

    private Escape targetInLocation(Source source) {
        if (component == Component.QUERY) {
            return Escape.ENCODE;
        }
        if (component == Component.AUTHORITY && !authorityBegun) {
            faults.add(path, "there is no host after the scheme");
        }
        component = source == Source.URI ? Component.QUERY : Component.PATH;
        return Escape.URI;
    }

    private Escape refuse(Variable variable) {
        String name = switch (variable.source()) {
            case PATH -> "{path}";
            case QUERY -> "{query}";
            default -> "{uri}";
        };
        String why = component == Component.PATH && destination != Destination.LOCATION
                ? "; the query is kept by itself and changed with rewrite.query"
                : "";
        faults.add(path, destination + " can't hold " + name + why);
        return Escape.ENCODE;
    }

    /** Follows the literal text of a location from one part of the URI into the next. */
    private void follow(int c) {
        switch (component) {
            case SCHEME -> {
                if (c == '/' && ++schemeSlashes == 2) {
                    component = Component.AUTHORITY;
                }
            }
            case AUTHORITY -> {
                if (c == '/' || c == '?' || c == '#') {
                    if (!authorityBegun) {
                        faults.add(path, "there is no host after the scheme");
                    }
                    component = c == '/' ? Component.PATH : Component.QUERY;
                }
                authorityBegun = true;
            }
            case PATH -> component = c == '?' || c == '#' ? Component.QUERY : component;
            case QUERY, HEADER_VALUE -> {}
        }
    }

    private static void requireAbsolutePath(List<Piece> pieces, String path, Faults faults) {
        if (pieces.isEmpty() || !(pieces.getFirst().text().startsWith("/") || isVariable(pieces, Source.PATH))) {
            faults.add(path, "a path must begin with '/'");
        }
    }

    private static Component firstOfLocation(List<Piece> pieces, String path, Faults faults) {
        String text = pieces.isEmpty() ? "" : pieces.getFirst().text();
        if (isVariable(pieces, Source.PATH) || isVariable(pieces, Source.URI)) {
            return Component.PATH;
        }
        if (text.startsWith("/") && !text.startsWith("//")) {
            return Component.PATH;
        }
        boolean schemeGiven = isVariable(pieces, Source.SCHEME)
                && pieces.size() > 1
                && pieces.get(1).text().startsWith("://");
        if (!schemeGiven && !text.matches("(?s)([A-Za-z][A-Za-z0-9+.-]*:)?//.*")) {
            faults.add(path, "a location must begin with '/' or with a scheme such as https://");
        }
        return Component.SCHEME;
    }

    private static boolean isVariable(List<Piece> pieces, Source source) {
        if (pieces.isEmpty()) {
            return false;
        }
        @Nullable Variable first = pieces.getFirst().variable();
        return first != null && first.source() == source;
    }
}
