package dev.postern.domain.rewrite;

import com.google.re2j.Pattern;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text with variables, compiled for one destination: literal text is fit for it already, and every variable knows how
 * its value has to be written there. Immutable and shared by all workers.
 */
final class Template {
    /** Literal bytes, or a variable and how it is written. */
    private record Part(Slice literal, @Nullable Variable variable, Escape escape) {}

    private static final Slice NO_TEXT = new Slice();

    private final Part[] parts;

    private Template(List<Part> parts) {
        this.parts = parts.toArray(new Part[0]);
    }

    /** Compiles a template; where it has faults they are told and what comes back is not to be used. */
    static Template compile(
            String text,
            Destination destination,
            Vocabulary vocabulary,
            @Nullable Pattern pattern,
            String path,
            Faults faults) {
        List<TemplateText.Piece> pieces = TemplateText.read(text, vocabulary, pattern, path, faults);
        Binding binding = Binding.of(destination, pieces, path, faults);
        List<Part> parts = new ArrayList<>();
        for (TemplateText.Piece piece : pieces) {
            Variable variable = piece.variable();
            parts.add(
                    variable == null
                            ? new Part(whole(binding.literal(piece.text())), null, Escape.KEEP)
                            : new Part(NO_TEXT, variable, binding.escape(variable)));
        }
        binding.end();
        return new Template(parts);
    }

    private static Slice whole(byte[] bytes) {
        return new Slice().set(bytes, 0, bytes.length);
    }

    boolean isEmpty() {
        return parts.length == 0;
    }

    /** Appends the text with the values of a scope; false, and nothing appended, when one is unfit for the place. */
    boolean append(TemplateScope scope, ByteBuilder out) {
        int before = out.length();
        for (Part part : parts) {
            if (part.variable == null) {
                out.append(part.literal);
            } else if (!part.escape.write(scope.value(part.variable), out)) {
                out.truncate(before);
                return false;
            }
        }
        return true;
    }

    /** What it yields for every request; null where that depends on it. */
    @Nullable
    Slice constant() {
        return Arrays.stream(parts).allMatch(part -> part.variable == null) ? outline() : null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && Arrays.equals(parts, template.parts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parts);
    }

    /** The text with {@code x} for every variable: what can be told of it before there are values. */
    Slice outline() {
        ByteBuilder out = new ByteBuilder(64);
        for (Part part : parts) {
            if (part.variable == null) {
                out.append(part.literal);
            } else {
                out.append('x');
            }
        }
        return out.slice(0, new Slice());
    }
}
