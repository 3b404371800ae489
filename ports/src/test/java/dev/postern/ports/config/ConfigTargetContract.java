package dev.postern.ports.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigTarget.Held;
import dev.postern.ports.config.ConfigTarget.Written;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every target keeps to, seen by a source over the same keys. A subclass brings a store that is empty before each test. */
public abstract class ConfigTargetContract {
    private final RecordedEvents events = new RecordedEvents(Duration.ofSeconds(20));

    protected abstract ConfigTarget target() throws Exception;

    protected abstract ConfigSource source() throws Exception;

    /** Puts a key below the prefix, as somebody else. */
    protected abstract void put(String place, String text) throws Exception;

    protected abstract void remove(String place) throws Exception;

    private static ElementId route(String name) {
        return new ElementId(Section.ROUTES, name);
    }

    private static Map<ElementId, String> routes(int number, String text) {
        Map<ElementId, String> routes = new LinkedHashMap<>();
        for (int i = 0; i < number; i++) {
            routes.put(route("r" + i), text);
        }
        return routes;
    }

    private static Optional<ConfigDocument> find(Held held, ElementId id) {
        return held.documents().stream()
                .filter(document -> document.element().equals(Optional.of(id)))
                .findFirst();
    }

    @Test
    void whatIsWrittenIsToldByASourceAndWhatIsGoneIsNot() throws Exception {
        put("routes/old", "old");
        put("config", "whole");
        put("note", "for people");
        try (ConfigTarget target = target();
                ConfigSource source = source()) {
            Held held = target.read();
            assertEquals(1, held.strangers().size(), held.toString());
            Written written = target.write(
                    Map.of(route("users"), "größe\n", new ElementId(Section.LOG, ""), "level: warn\n"),
                    held.documents());
            assertEquals(1, written.transactions());
            assertEquals(List.of(), written.differing());
            source.start(events);
            events.awaitTexts("größe\n", "level: warn\n");
            assertEquals(held.strangers(), target.read().strangers());
        }
    }

    @Test
    void aKeyThatSomebodyElseChangedIsNotOverwritten() throws Exception {
        put("routes/users", "1");
        try (ConfigTarget target = target()) {
            target.read();
            put("routes/users", "2");
            TargetException refused = assertThrows(
                    TargetException.class,
                    () -> target.write(Map.of(route("users"), "3", route("orders"), "3"), List.of()));
            assertTrue(String.valueOf(refused.getMessage()).contains("nothing was written"), refused.getMessage());
            Held held = target.read();
            assertEquals("2", find(held, route("users")).orElseThrow().text());
            assertEquals(Optional.empty(), find(held, route("orders")));
            assertEquals(
                    List.of(),
                    target.write(Map.of(route("users"), "3"), List.of()).differing());
        }
    }

    @Test
    void aKeyThatSomebodyElseMadeOrTookAwayIsNotOverwritten() throws Exception {
        put("routes/gone", "1");
        try (ConfigTarget target = target()) {
            target.read();
            put("routes/users", "2");
            assertThrows(TargetException.class, () -> target.write(Map.of(route("users"), "3"), List.of()));
            target.read();
            remove("routes/gone");
            assertThrows(TargetException.class, () -> target.write(Map.of(route("gone"), "3"), List.of()));
            assertEquals(1, target.read().documents().size());
        }
    }

    @Test
    void aKeyThatIsNotWrittenMustNotHaveChangedEither() throws Exception {
        put("upstreams/users", "1");
        try (ConfigTarget target = target()) {
            target.read();
            put("upstreams/users", "2");
            assertThrows(TargetException.class, () -> target.write(Map.of(route("users"), "3"), List.of()));
            assertEquals(Optional.empty(), find(target.read(), route("users")));
        }
    }

    @Test
    void whatIsTooMuchForOneTransactionIsNeverSeenInHalves() throws Exception {
        put("routes/r0", "0");
        try (ConfigTarget target = target();
                ConfigSource source = source()) {
            source.start(events);
            events.awaitTexts("0");
            int keys = 300;
            for (int round = 1; round <= 3; round++) {
                target.read();
                Written written = target.write(routes(keys, Integer.toString(round)), List.of());
                assertTrue(written.transactions() > 1, written.toString());
                assertEquals(List.of(), written.differing());
                String[] all = new String[keys];
                java.util.Arrays.fill(all, Integer.toString(round));
                events.awaitTexts(all);
            }
            for (ConfigEvent event : events.all()) {
                if (event instanceof ConfigEvent.Documents told) {
                    Set<String> rounds = new HashSet<>(RecordedEvents.textsOf(told));
                    assertTrue(
                            rounds.size() == 1 && (told.documents().size() == keys || rounds.contains("0")),
                            () -> told.documents().size() + " of " + rounds);
                }
            }
        }
    }

    @Test
    void largeTextsAreSplitAsWell() throws Exception {
        try (ConfigTarget target = target()) {
            target.read();
            String large = "x".repeat(300 << 10);
            Map<ElementId, String> routes = routes(8, large);
            Written written = target.write(routes, List.of());
            assertTrue(written.transactions() > 1, written.toString());
            assertEquals(8, target.read().documents().size());
            assertThrows(
                    TargetException.class, () -> target.write(Map.of(route("huge"), "x".repeat(3 << 20)), List.of()));
        }
    }

    @Test
    void whatWasBrokenOffIsNotTakenAndCanBeTakenOver() throws Exception {
        put("routes/users", "1");
        try (ConfigTarget target = target();
                ConfigSource source = source()) {
            source.start(events);
            events.awaitTexts("1");
            put("publication", "ann at noon");
            put("routes/users", "half");
            String reason = events.awaitUnavailableAfter(1).reason();
            assertTrue(reason.contains("a publication has not ended yet (ann at noon)"), reason);
            Held held = target.read();
            assertEquals(Optional.of("ann at noon"), held.unfinished());
            assertEquals(List.of(), held.strangers());
            int before = events.count();
            target.write(Map.of(route("users"), "2"), List.of());
            events.awaitTextsAfter(before, "2");
            assertEquals(Optional.empty(), target.read().unfinished());
            assertTrue(
                    events.all().stream()
                            .noneMatch(event -> RecordedEvents.textsOf(event).contains("half")),
                    events.all().toString());
        }
    }
}
