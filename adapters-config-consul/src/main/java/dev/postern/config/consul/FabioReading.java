package dev.postern.config.consul;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigDocument.Trust;
import dev.postern.ports.config.ConfigEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What Fabio's tags in a catalog say, as documents, and what is wrong with them. The same catalog reads the same. */
record FabioReading(List<ConfigDocument> documents, List<Problem> problems) {
    private record Tagged(String service, FabioTag tag) {
        String place() {
            return "consul service " + service;
        }
    }

    /** @param services by their names, with all tags of their instances */
    static FabioReading of(SortedMap<String, List<String>> services, FabioOptions options) {
        List<ConfigDocument> documents = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (List<Tagged> alike : bySource(services, options.prefix(), problems).values()) {
            documents.addAll(documents(agreeing(alike, problems), options, problems));
        }
        return new FabioReading(List.copyOf(documents), List.copyOf(problems));
    }

    ConfigEvent told(String version) {
        return new ConfigEvent.Documents(documents, version, problems);
    }

    private static SortedMap<String, List<Tagged>> bySource(
            SortedMap<String, List<String>> services, String prefix, List<Problem> problems) {
        SortedMap<String, List<Tagged>> bySource = new TreeMap<>();
        services.forEach((service, tags) -> {
            for (String text : tags.stream().distinct().sorted().toList()) {
                if (text.strip().startsWith(prefix)) {
                    try {
                        FabioTag tag = FabioTag.parse(text, prefix);
                        bySource.computeIfAbsent(tag.source(), source -> new ArrayList<>())
                                .add(new Tagged(service, tag));
                        tellWhatIsNotDone(service, tag, problems);
                    } catch (BadTagException e) {
                        problems.add(leftOut("consul service " + service, text, e));
                    }
                }
            }
        });
        return bySource;
    }

    private static void tellWhatIsNotDone(String service, FabioTag tag, List<Problem> problems) {
        if (tag.options().containsKey("register")) {
            problems.add(Problem.warning(
                    Place.whole("consul service " + service),
                    "",
                    "the tag \"" + tag.text() + "\" serves, but its register= does nothing"));
        }
    }

    /** Instances of one route that want something else of it can't be served with the others. */
    private static List<Tagged> agreeing(List<Tagged> alike, List<Problem> problems) {
        Tagged first = alike.getFirst();
        List<Tagged> agreeing = new ArrayList<>();
        for (Tagged tagged : alike) {
            if (tagged.tag().options().equals(first.tag().options())) {
                agreeing.add(tagged);
            } else {
                problems.add(Problem.error(
                        Place.whole(tagged.place()),
                        "",
                        "the tag \"" + tagged.tag().text() + "\" is left out: \""
                                + first.tag().text() + "\" of service " + first.service()
                                + " has other options for the same requests"));
            }
        }
        return agreeing;
    }

    private static List<ConfigDocument> documents(List<Tagged> agreeing, FabioOptions options, List<Problem> problems) {
        FabioTag tag = agreeing.getFirst().tag();
        List<String> names = agreeing.stream().map(Tagged::service).distinct().toList();
        List<String> texts =
                agreeing.stream().map(tagged -> tagged.tag().text()).distinct().toList();
        Map<String, Object> discover = new LinkedHashMap<>();
        discover.put("service", names);
        discover.put("fabioTags", texts);
        discover.putAll(options.reach());
        try {
            List<ConfigDocument> documents = new ArrayList<>();
            FabioElements.of(tag, discover, options.ports())
                    .forEach((key, text) -> documents.add(new ConfigDocument(
                            "consul tag " + options.prefix() + tag.source(),
                            Optional.of(element(key)),
                            JsonText.of(text),
                            Trust.REMOTE)));
            return documents;
        } catch (BadTagException e) {
            agreeing.forEach(
                    tagged -> problems.add(leftOut(tagged.place(), tagged.tag().text(), e)));
            return List.of();
        }
    }

    private static ElementId element(String key) {
        int slash = key.indexOf('/');
        return Arrays.stream(Section.values())
                .filter(section -> section.key().equals(key.substring(0, slash)))
                .map(section -> new ElementId(section, key.substring(slash + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static Problem leftOut(String place, String tag, BadTagException reason) {
        return Problem.error(Place.whole(place), "", "the tag \"" + tag + "\" is left out: " + reason.getMessage());
    }
}
