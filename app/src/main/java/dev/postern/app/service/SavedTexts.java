package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.Fragment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers from which text each element in force was read, also where the source has another text by now. Belongs to
 * the thread that saves.
 */
final class SavedTexts {
    private IdentityHashMap<Element, ConfigDocument> known = new IdentityHashMap<>();

    /** What one source said, and which elements of all that it ever said are in force. */
    record Told(String source, List<Fragment> fragments, List<Element> inForce) {}

    Map<String, List<Saved.Text>> of(List<Told> sources) {
        IdentityHashMap<Element, ConfigDocument> next = new IdentityHashMap<>();
        Map<String, List<Saved.Text>> texts = new LinkedHashMap<>();
        for (Told told : sources) {
            IdentityHashMap<Element, ConfigDocument> now = new IdentityHashMap<>();
            for (Fragment fragment : told.fragments()) {
                fragment.elements().forEach(element -> now.put(element, fragment.document()));
            }
            Map<ConfigDocument, List<ElementId>> byText = new LinkedHashMap<>();
            for (Element element : told.inForce()) {
                ConfigDocument document = now.getOrDefault(element, known.get(element));
                if (document != null) {
                    next.put(element, document);
                    byText.computeIfAbsent(document, _ -> new ArrayList<>()).add(element.id());
                }
            }
            List<Saved.Text> all = new ArrayList<>(byText.size());
            byText.forEach((document, ids) -> all.add(new Saved.Text(document, ids)));
            texts.put(told.source(), all);
        }
        known = next;
        return texts;
    }
}
