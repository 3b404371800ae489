package dev.postern.app.fakes;

import dev.postern.domain.config.CertificateConfig;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.ShutdownConfig;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.Fragment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one element a line: {@code listener web 8080}, {@code route users -> users}, {@code upstream users 5001},
 * {@code upstream users discover NAME SERVICE}, {@code log debug}, {@code shutdown DELAY GRACE} in seconds, and what is
 * wrong: {@code bad routes.users MESSAGE}, {@code warn routes.users MESSAGE}, {@code garbage}.
 */
public final class LineCodec implements ConfigCodec {
    private int reads;

    public int reads() {
        return reads;
    }

    @Override
    public Fragment read(ConfigDocument document) {
        reads++;
        List<Element> elements = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<String> lines = document.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                read(lines.get(i).split(" "), new Place(document.origin(), i + 1, 1), elements, problems);
            }
        }
        return new Fragment(document, elements, problems);
    }

    /** A line of its own for each. */
    @Override
    public Map<ElementId, String> texts(ConfigDocument document) {
        Map<ElementId, String> texts = new LinkedHashMap<>();
        for (String line : document.text().lines().toList()) {
            ConfigDocument single = new ConfigDocument(document.origin(), document.element(), line, document.trust());
            read(single).elements().forEach(element -> texts.put(element.id(), line));
        }
        return texts;
    }

    private static void read(String[] words, Place place, List<Element> elements, List<Problem> problems) {
        switch (words[0]) {
            case "listener" ->
                elements.add(element(Section.LISTENERS, words[1], Samples.listener(Integer.parseInt(words[2])), place));
            case "route" ->
                elements.add(element(Section.ROUTES, words[1], Samples.route("/" + words[1], words[3]), place));
            case "upstream" -> elements.add(element(Section.UPSTREAMS, words[1], upstream(words), place));
            case "certificate" -> elements.add(element(Section.CERTIFICATES, words[1], certificate(words[2]), place));
            case "log" ->
                elements.add(element(
                        Section.LOG,
                        "",
                        Samples.log(LogConfig.Level.valueOf(words[1].toUpperCase(Locale.ROOT))),
                        place));
            case "shutdown" -> elements.add(element(Section.SHUTDOWN, "", shutdown(words), place));
            case "bad" -> problems.add(Problem.error(place, words[1], words[2]));
            case "warn" -> problems.add(Problem.warning(place, words[1], words[2]));
            default -> problems.add(Problem.error(place, "", "no such thing as " + words[0]));
        }
    }

    private static Record shutdown(String[] words) {
        return new ShutdownConfig(
                Duration.ofSeconds(Long.parseLong(words[1])), Duration.ofSeconds(Long.parseLong(words[2])));
    }

    private static Record certificate(String file) {
        return new CertificateConfig(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Record upstream(String[] words) {
        if (words[2].equals("discover")) {
            return Samples.upstream(List.of(), Map.of(words[3], Map.of("service", List.of(words[4]))));
        }
        return Samples.upstream(List.of(Samples.endpoint(Integer.parseInt(words[2]))), Map.of());
    }

    private static Element element(Section section, String name, Record value, Place place) {
        ElementId id = new ElementId(section, name);
        return new Element(id, value, Map.of(id.path(), place));
    }

    @Override
    public String schema(Optional<Section> element) {
        return element.map(Section::key).orElse("document");
    }

    @Override
    public Record defaults(Section section) {
        return Samples.defaults(section);
    }
}
