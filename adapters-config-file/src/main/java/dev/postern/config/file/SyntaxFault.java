package dev.postern.config.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Says in plain words, and at the right place, why a parser stopped. */
final class SyntaxFault {
    private static final String QUOTES = "; text that begins with it needs quotes";

    private SyntaxFault() {}

    static UnreadableException ofYaml(IOException fault, YamlMarks marks) {
        return switch (fault.getCause()) {
            case MarkedYAMLException marked -> ofMarked(marked, marks);
            case ReaderException reader ->
                marks.at(
                        reader.getPosition(),
                        String.format("a character that can't stand in a text: U+%04X", reader.getCodePoint()));
            case null, default -> ofJackson(fault);
        };
    }

    private static UnreadableException ofMarked(MarkedYAMLException fault, YamlMarks marks) {
        Mark mark = fault.getProblemMark();
        Mark begin = fault.getContextMark();
        String problem = String.valueOf(fault.getProblem());
        String context = String.valueOf(fault.getContext());
        if (problem.contains("unexpected end of stream") && begin != null) {
            return at(begin, "the quote that opens here is never closed");
        }
        if (context.startsWith("while scanning an alias") || context.startsWith("while scanning an anchor")) {
            Mark from = begin == null ? mark : begin;
            return at(from, marks.refusal(from.getIndex()).orElse(problem));
        }
        return at(mark, explain(problem, context, marks, mark.getIndex()));
    }

    private static String explain(String problem, String context, YamlMarks marks, int offset) {
        char here = marks.at(offset);
        if (problem.contains("cannot start any token")) {
            return here == '\t'
                    ? "a tab; YAML is indented and spaced with spaces"
                    : (here == '`' ? "a backtick" : "`" + here + "`") + " can't begin a value" + QUOTES;
        }
        if (problem.contains("mapping values are not allowed")) {
            return "a `:` where no key can be: is the indentation right? Text that holds `: ` needs quotes";
        }
        if (problem.contains("sequence entries are not allowed")) {
            return "a `-` where no list item can be: a list begins on a line of its own";
        }
        if (problem.startsWith("expected ',' or '}'") || problem.startsWith("expected ',' or ']'")) {
            return "expected " + (problem.contains("}") ? "`,` or `}`" : "`,` or `]`") + " before this";
        }
        if (problem.startsWith("expected <block end>")) {
            return isClosing(marks.at(offset - 1L))
                    ? "text after a closing bracket; text that begins with a bracket or brace needs quotes"
                    : "the indentation doesn't fit the lines above";
        }
        if (problem.startsWith("expected '<document start>'")) {
            return "text after the end of the document";
        }
        if (problem.contains("could not find expected ':'")) {
            return "a line without `:` after its key";
        }
        if (problem.contains("unknown escape character")) {
            return "`\\" + here + "` isn't an escape; write `\\\\" + here + "`, or use single quotes";
        }
        return "this isn't YAML: " + problem + (context.equals("null") ? "" : " (" + context + ")");
    }

    private static boolean isClosing(char bracket) {
        return bracket == '}' || bracket == ']';
    }

    static UnreadableException ofJson(IOException fault) {
        if (fault instanceof JsonEOFException end) {
            JsonLocation location = end.getLocation();
            return new UnreadableException(
                    location.getLineNr(), location.getColumnNr(), "the text ends where `}`, `]` or a value is missing");
        }
        return ofJackson(fault);
    }

    private static UnreadableException ofJackson(IOException fault) {
        if (!(fault instanceof JsonProcessingException json)) {
            return new UnreadableException(0, 0, String.valueOf(fault.getMessage()));
        }
        JsonLocation location = json.getLocation();
        String reason = json.getOriginalMessage().lines().findFirst().orElse("");
        if (reason.startsWith("Expected a field name")) {
            reason = "a key must be a single text";
        } else {
            reason = "this is neither JSON nor YAML: " + reason;
        }
        return location == null
                ? new UnreadableException(0, 0, reason)
                : new UnreadableException(location.getLineNr(), location.getColumnNr(), reason);
    }

    private static UnreadableException at(Mark mark, String message) {
        return new UnreadableException(mark.getLine() + 1, mark.getColumn() + 1, message);
    }
}
