package dev.postern.domain.rewrite;

import com.google.re2j.Pattern;
import dev.postern.domain.config.Spellings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a template: {@code {name}} is a variable, {@code {{} and {@code }}} are braces; where a pattern is in reach
 * {@code $1} and {@code ${name}} are its groups and {@code $$} is a dollar. Lives while one template is compiled.
 */
final class TemplateText {
    /** Literal text, or a variable where there is one. */
    record Piece(String text, @Nullable Variable variable) {}

    private final String text;
    private final Vocabulary vocabulary;
    private final @Nullable Pattern pattern;
    private final Map<String, Integer> groups;
    private final String path;
    private final Faults faults;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    private TemplateText(String text, Vocabulary vocabulary, @Nullable Pattern pattern, String path, Faults faults) {
        this.text = text;
        this.vocabulary = vocabulary;
        this.pattern = pattern;
        this.groups = pattern == null ? Map.of() : pattern.namedGroups();
        this.path = path;
        this.faults = faults;
    }

    static List<Piece> read(String text, Vocabulary vocabulary, @Nullable Pattern pattern, String path, Faults faults) {
        TemplateText reader = new TemplateText(text, vocabulary, pattern, path, faults);
        while (reader.at < text.length()) {
            reader.step();
        }
        reader.endLiteral();
        return reader.pieces;
    }

    private void step() {
        char c = text.charAt(at);
        boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
        if ((c == '{' || c == '}' || (c == '$' && pattern != null)) && doubled) {
            literal.append(c);
            at += 2;
        } else if (c == '{') {
            braced(1, "{", groups);
        } else if (c == '}') {
            faults.add(path, "'}' at position " + (at + 1) + " closes nothing; a brace of its own is written }}");
            at++;
        } else if (c == '$' && pattern != null) {
            dollar(pattern);
        } else {
            literal.append(c);
            at++;
        }
    }

    private void braced(int skipped, String opening, Map<String, Integer> groups) {
        int close = text.indexOf('}', at);
        if (close < 0) {
            faults.add(
                    path,
                    "'" + opening + "' at position " + (at + 1) + " is never closed; a brace of its own is written {{");
            at = text.length();
            return;
        }
        String name = text.substring(at + skipped, close);
        at = close + 1;
        Optional<Variable> found = Variable.named(name, vocabulary, groups);
        if (found.isEmpty()) {
            String hint = hint(name, Variable.names(vocabulary, groups));
            faults.add(path, "there is no variable {" + name + "} here" + hint);
        } else if (found.get().source() == Variable.Source.UPSTREAM
                && vocabulary.upstreams().isEmpty()) {
            faults.add(path, "there is no {upstream} here: the route does not lead to one");
        } else {
            add(found.get());
        }
    }

    private void dollar(Pattern pattern) {
        if (text.startsWith("${", at)) {
            int close = text.indexOf('}', at);
            Integer group = close < 0 ? null : groups.get(text.substring(at + 2, close));
            if (close < 0) {
                faults.add(
                        path, "'${' at position " + (at + 1) + " is never closed; a dollar of its own is written $$");
                at = text.length();
            } else if (group == null && text.substring(at + 2, close).matches("[0-9]{1,3}")) {
                numbered(Integer.parseInt(text.substring(at + 2, close)), pattern);
                at = close + 1;
            } else if (group == null) {
                String name = text.substring(at + 2, close);
                faults.add(path, "the pattern has no group " + name + hint(name, groups.keySet()));
                at = close + 1;
            } else {
                add(Variable.group(group));
                at = close + 1;
            }
            return;
        }
        int end = at + 1;
        while (end < text.length() && end < at + 4 && isDigit(text.charAt(end))) {
            end++;
        }
        if (end == at + 1) {
            faults.add(path, "'$' at position " + (at + 1) + " names no group; a dollar of its own is written $$");
        } else {
            numbered(Integer.parseInt(text.substring(at + 1, end)), pattern);
        }
        at = end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void numbered(int group, Pattern pattern) {
        if (group > pattern.groupCount()) {
            faults.add(path, "the pattern has no group " + group + ", it has " + pattern.groupCount());
        } else {
            add(Variable.group(group));
        }
    }

    private void add(Variable variable) {
        endLiteral();
        pieces.add(new Piece("", variable));
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            pieces.add(new Piece(literal.toString(), null));
            literal.setLength(0);
        }
    }

    private static String hint(String written, Collection<String> known) {
        return Spellings.nearest(written, known)
                .map(near -> ", did you mean " + near + "?")
                .orElse("");
    }
}
