package dev.postern.domain.config;

import java.util.Map;

/**
 * One named thing as it was written: its record, and where each of its keys stands.
 *
 * @param places by full path ({@code routes.users.match.prefix}); always holds the element's own path
 * @param replaced by full path, what was written where variables or files took its place: what to show instead of them
 */
public record Element(ElementId id, Record value, Map<String, Place> places, Map<String, String> replaced) {
    public Element(ElementId id, Record value, Map<String, Place> places) {
        this(id, value, places, Map.of());
    }

    public Element {
        if (!id.section().type().isInstance(value)) {
            throw new IllegalArgumentException(id + " can't hold a " + value.getClass());
        }
    }

    public Place place() {
        return placeOf(id.path());
    }

    /** The place of a path, or of the nearest thing around it that was written. */
    public Place placeOf(String path) {
        String at = path;
        while (true) {
            Place place = places.get(at);
            if (place != null) {
                return place;
            }
            int cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
            if (cut < 0) {
                return places.getOrDefault(id.path(), Place.whole(id.path()));
            }
            at = at.substring(0, cut);
        }
    }
}
