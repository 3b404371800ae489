package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.ports.config.ConfigSource.Acceptance;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one source gives to a candidate. It begins as what the source says and from there only steps back to what is in
 * force: as a whole, or element by element.
 */
final class Share {
    private final Acceptance acceptance;
    private final Gathered gathered;
    private final Map<ElementId, Element> inForce = new LinkedHashMap<>();
    private Map<ElementId, Element> now;

    Share(Reading reading) {
        acceptance = reading.acceptance();
        gathered = Gathered.of(reading.fragments());
        reading.inForce().forEach(element -> inForce.put(element.id(), element));
        if (isWhole()) {
            now = new LinkedHashMap<>(gathered.hasErrors() ? inForce : gathered.elements());
        } else {
            now = new LinkedHashMap<>(gathered.elements());
            keepWhereUnreadable();
        }
    }

    private void keepWhereUnreadable() {
        for (Element second : gathered.twice()) {
            Element kept = inForce.get(second.id());
            if (kept != null && kept.place().origin().equals(second.place().origin())) {
                now.put(second.id(), second);
            }
        }
        for (Element kept : inForce.values()) {
            boolean unreadable = gathered.unreadable().contains(kept.id())
                    || gathered.unreadableTexts().contains(kept.place().origin());
            if (unreadable) {
                now.putIfAbsent(kept.id(), kept);
            }
        }
    }

    boolean isWhole() {
        return acceptance == Acceptance.WHOLE;
    }

    Gathered gathered() {
        return gathered;
    }

    Collection<Element> elements() {
        return now.values();
    }

    boolean has(ElementId id) {
        return now.containsKey(id);
    }

    Optional<Element> find(ElementId id) {
        return Optional.ofNullable(now.get(id));
    }

    Optional<Element> findInForce(ElementId id) {
        return Optional.ofNullable(inForce.get(id));
    }

    /** What is in force and is not there now. */
    List<ElementId> gone() {
        return inForce.keySet().stream().filter(id -> !now.containsKey(id)).toList();
    }

    /** The order of writing is part of a file; in a store nothing has an order. */
    boolean isAsInForce() {
        return isWhole() ? List.copyOf(now.values()).equals(List.copyOf(inForce.values())) : now.equals(inForce);
    }

    void stepBack() {
        now = new LinkedHashMap<>(inForce);
    }

    /** One element becomes what is in force, or goes. False when it already was that. */
    boolean stepBack(ElementId id) {
        Element kept = inForce.get(id);
        if (kept == null) {
            return now.remove(id) != null;
        }
        return !kept.equals(now.put(id, kept));
    }
}
