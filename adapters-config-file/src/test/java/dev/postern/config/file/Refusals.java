package dev.postern.config.file;

import dev.postern.config.file.RecordSchema.Field;
import dev.postern.domain.balancing.BalancerFactory;
import dev.postern.domain.compile.Compilation;
import dev.postern.domain.compile.CompileInput;
import dev.postern.domain.compile.SnapshotCompiler;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigDocument.Trust;
import dev.postern.ports.config.Fragment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out by trying what the compiler refuses: each key is written with its example, and compiled. */
final class Refusals {
    private static final Map<String, List<Problem>> KNOWN = new HashMap<>();

    private Refusals() {}

    /** Whether this key, or what it belongs to, is not supported yet. */
    static boolean isRefused(Reference.Key key) {
        return refusedPath(key).isPresent();
    }

    /** Whether it is this key itself that is refused, and not what it belongs to. */
    static boolean ownReasonOf(Reference.Key key) {
        return refusedPath(key).filter(path -> path.equals(pathOf(key))).isPresent();
    }

    private static Optional<String> refusedPath(Reference.Key key) {
        String path = pathOf(key);
        return problems(key).stream()
                .filter(problem -> problem.message().equals("is not supported yet"))
                .map(Problem::path)
                .filter(refused ->
                        path.equals(refused) || path.startsWith(refused + ".") || path.startsWith(refused + "["))
                .findFirst();
    }

    private static String pathOf(Reference.Key key) {
        return key.path().replace("NAME", "it").replace("[]", "[0]");
    }

    private static List<Problem> problems(Reference.Key key) {
        return KNOWN.computeIfAbsent(key.path(), _ -> compile(read(key)));
    }

    /** What the codec makes of the key's example. */
    static Fragment read(Reference.Key key) {
        return new JacksonConfigCodec(_ -> Optional.empty())
                .read(new ConfigDocument("example", Optional.empty(), document(key), Trust.LOCAL));
    }

    /** The smallest document that holds the key with its example. */
    static String document(Reference.Key key) {
        return lines(key.path().replace("[]", ".[]").split("\\.", -1), 0, key, "");
    }

    private static String lines(String[] path, int from, Reference.Key key, String indent) {
        String name = indent + (path[from].equals("NAME") ? "it" : path[from]) + ":";
        if (from == path.length - 1) {
            return name + " " + Examples.valueOf(key.record(), key.field()) + "\n";
        }
        boolean isList = path[from + 1].equals("[]");
        int next = isList ? from + 2 : from + 1;
        String deeper = indent + (isList ? "    " : "  ");
        String inner = lines(path, next, key, deeper) + siblings(path, next, deeper);
        return name + "\n" + (isList ? indent + "  - " + inner.substring(deeper.length()) : inner);
    }

    /** The keys that must stand beside. */
    private static String siblings(String[] path, int at, String indent) {
        String place = String.join(".", Arrays.copyOf(path, at)).replace(".[]", "[]");
        StringBuilder siblings = new StringBuilder();
        for (Reference.Key key : new Reference().keys()) {
            Field field = key.field();
            if (key.at().equals(place)
                    && field.absent().isEmpty()
                    && !field.key().equals(path[at])) {
                siblings.append(indent)
                        .append(field.key())
                        .append(": ")
                        .append(Examples.valueOf(key.record(), field))
                        .append('\n');
            }
        }
        return siblings.toString();
    }

    private static List<Problem> compile(Fragment fragment) {
        List<Element> elements = new ArrayList<>(fragment.elements());
        Set<Section> written = new HashSet<>();
        elements.forEach(element -> written.add(element.id().section()));
        JacksonConfigCodec codec = new JacksonConfigCodec(_ -> Optional.empty());
        for (Section section : Section.values()) {
            if (section.hasDefault() && !written.contains(section)) {
                elements.add(new Element(new ElementId(section, ""), codec.defaults(section), Map.of()));
            }
        }
        Compilation compilation = new SnapshotCompiler(new BalancerFactory(new byte[16]))
                .compile(new CompileInput(elements, Map.of(), Optional.empty()));
        return switch (compilation) {
            case Compilation.Compiled good -> good.warnings();
            case Compilation.Rejected bad -> bad.problems();
        };
    }
}
