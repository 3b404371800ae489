package dev.postern.config.file;

import dev.postern.config.file.Node.Entry;
import dev.postern.config.file.Node.MapNode;
import dev.postern.config.file.Node.Refused;
import dev.postern.config.file.Node.Scalar;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.Fragment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One reading of one document: finds the elements in it and binds each. One thread, used once. */
final class DocumentReading {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final String NAME_RULE =
            "a name of up to 128 letters, digits, `.`, `_` and `-` that begins with a letter or a digit";
    private static final String SMALLEST = "nothing is written here; the smallest useful file is "
            + "`{ listeners: { web: { address: \":8080\" } }, routes: { hello: { respond: hello } } }`";
    private static final Map<String, Section> SECTIONS =
            Arrays.stream(Section.values()).collect(Collectors.toMap(Section::key, Function.identity()));
    private static final List<String> SECTION_KEYS =
            Arrays.stream(Section.values()).map(Section::key).toList();

    private final ConfigDocument document;
    private final Substitution substitution;
    private final Problems problems;
    private final List<Element> elements = new ArrayList<>();

    DocumentReading(ConfigDocument document, Substitution substitution) {
        this.document = document;
        this.substitution = substitution;
        this.problems = new Problems(document.origin());
    }

    Fragment read() {
        String path = document.element().map(ElementId::path).orElse("");
        try {
            Optional<Node> root = TreeReader.read(document.text());
            if (document.element().isPresent()) {
                single(document.element().get(), root.orElse(new Scalar(1, 1, "", Node.Style.PLAIN)));
            } else {
                whole(root);
            }
        } catch (UnreadableException unreadable) {
            problems.error(unreadable.line(), unreadable.column(), path, unreadable.reason());
        }
        return new Fragment(document, List.copyOf(elements), problems.inOrder());
    }

    private void single(ElementId id, Node root) {
        element(id, root, problems.place(root.line(), root.column())).ifPresent(elements::add);
    }

    private void whole(Optional<Node> root) {
        if (root.isEmpty()) {
            problems.error(Place.whole(document.origin()), "", SMALLEST);
        } else if (root.get() instanceof MapNode map) {
            sections(map);
        } else {
            Node node = root.get();
            String found = node instanceof Refused refused ? refused.message() : "found " + node.found();
            problems.error(node, "", found + ", expected a map with the sections " + String.join(", ", SECTION_KEYS));
        }
    }

    private void sections(MapNode root) {
        for (Entry entry : new Binder(problems, substitution).firstOfEach(root, "")) {
            Section section = SECTIONS.get(entry.key());
            if (entry.value() instanceof Refused refused) {
                problems.error(refused, entry.key(), refused.message());
            } else if (section == null) {
                String message = Binder.unknown("section", entry.key(), SECTION_KEYS);
                problems.error(entry.line(), entry.column(), entry.key(), message);
            } else if (section.isNamed()) {
                named(section, entry.value());
            } else {
                Place place = problems.place(entry.line(), entry.column());
                element(new ElementId(section, ""), entry.value(), place).ifPresent(elements::add);
            }
        }
    }

    private void named(Section section, Node node) {
        if (!(node instanceof MapNode map)) {
            String found = node instanceof Scalar scalar && scalar.isNull()
                    ? "nothing is written here"
                    : "found " + node.found();
            problems.error(node, section.key(), found + ", expected a map from names to " + section.key());
            return;
        }
        Set<String> twice = writtenTwice(map);
        for (Entry entry : new Binder(problems, substitution).firstOfEach(map, section.key())) {
            Place place = problems.place(entry.line(), entry.column());
            Optional<Element> read = element(new ElementId(section, entry.key()), entry.value(), place);
            read.filter(_ -> !twice.contains(entry.key())).ifPresent(elements::add);
        }
    }

    private static Set<String> writtenTwice(MapNode map) {
        Set<String> seen = HashSet.newHashSet(map.entries().size());
        return map.entries().stream()
                .map(Entry::key)
                .filter(key -> !seen.add(key))
                .collect(Collectors.toSet());
    }

    private Optional<Element> element(ElementId id, Node node, Place place) {
        int before = problems.count();
        if (id.section().isNamed() && !NAME.matcher(id.name()).matches()) {
            problems.error(place, id.path(), "found the name " + Texts.quote(id.name()) + ", expected " + NAME_RULE);
        }
        Binder binder = new Binder(problems, substitution);
        Kind kind = new Kind.Keys(RecordSchema.of(id.section().type()));
        Object value = binder.bind(kind, node, id.path(), place);
        return value instanceof Record bound && problems.count() == before
                ? Optional.of(new Element(id, bound, binder.places(), binder.replaced()))
                : Optional.empty();
    }
}
