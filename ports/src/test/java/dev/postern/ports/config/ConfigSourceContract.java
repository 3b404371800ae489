package dev.postern.ports.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.ports.config.ConfigEvent.Documents;
import dev.postern.ports.config.ConfigEvent.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every configuration source keeps to. A subclass brings a store that is empty before each test and a source over
 * it. Names are plain words; where a text lands (a file, a key below {@code routes/}) is the subclass's business. Texts
 * are small route elements, and a source hands them over as they are.
 */
public abstract class ConfigSourceContract {
    private static final String USERS = "users";
    private static final String ORDERS = "orders";

    private RecordedEvents events = new RecordedEvents(Duration.ofSeconds(20));
    private ConfigSource source = new NeverOpened();

    /** A source over the store of this test, not yet started. The contract closes it. */
    protected abstract ConfigSource open() throws Exception;

    /** Writes the text under the name, over what was there; returns when the store has it. */
    protected abstract void put(String name, String text) throws Exception;

    protected abstract void remove(String name) throws Exception;

    /** False for a source that is one text, such as a file: all names are then the same one. */
    protected boolean holdsManyNames() {
        return true;
    }

    /** Whether the store can be made unreadable for a while; then the two methods below do that. */
    protected boolean canBreak() {
        return false;
    }

    /** Makes the store unreadable without losing what it holds. */
    protected void breakStore() throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Makes the store readable again. */
    protected void mendStore() throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Texts that must never be seen in names, origins or reasons: the source is opened with them. */
    protected List<String> secrets() {
        return List.of();
    }

    /** How long an event may take before a test fails. */
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

    /** A text of its own for each number. */
    protected static String text(int number) {
        return "respond: { body: \"" + number + "\" }\n";
    }

    @BeforeEach
    void listensAsPatientlyAsTheStoreNeeds() {
        events = new RecordedEvents(patience());
    }

    @AfterEach
    void closesTheSource() {
        source.close();
        assertFalse(events.everOverlapped(), "two events at the same time");
    }

    private void start() throws Exception {
        source = open();
        source.start(events);
    }

    @Test
    void tellsWhatIsThereSoonAfterTheStart() throws Exception {
        put(USERS, text(1));
        start();
        Documents told = events.awaitTexts(text(1));
        assertEquals(told, events.all().getFirst());
        assertFalse(told.version().isBlank());
        assertFalse(told.documents().getFirst().origin().isBlank());
    }

    @Test
    void tellsEveryDocumentAtOnceInASteadyOrder() throws Exception {
        assumeTrue(holdsManyNames());
        put(USERS, text(1));
        put(ORDERS, text(2));
        put("a-third", text(3));
        start();
        Documents first = events.awaitTexts(text(1), text(2), text(3));
        assertEquals(first, events.all().getFirst());
        int before = events.count();
        source.refresh();
        assertEquals(
                first.documents(),
                events.awaitTextsAfter(before, text(1), text(2), text(3)).documents());
    }

    @Test
    void givesEveryDocumentAnOriginOfItsOwn() throws Exception {
        assumeTrue(holdsManyNames());
        put(USERS, text(1));
        put(ORDERS, text(2));
        start();
        List<ConfigDocument> told = events.awaitTexts(text(1), text(2)).documents();
        Set<String> origins = told.stream().map(ConfigDocument::origin).collect(Collectors.toSet());
        assertEquals(2, origins.size(), origins.toString());
        ConfigDocument users = told.stream()
                .filter(document -> document.text().equals(text(1)))
                .findFirst()
                .orElseThrow();
        assertTrue(users.origin().contains(USERS), users.origin());
    }

    @Test
    void handsTextsOverAsTheyAre() throws Exception {
        String odd = "# größe 😀\r\nrespond:\n  body: \"a\\u0041 ${HOME} $${x}\"   \n\n";
        put(USERS, odd);
        start();
        events.awaitTexts(odd);
    }

    @Test
    void tellsAChange() throws Exception {
        put(USERS, text(1));
        start();
        Documents first = events.awaitTexts(text(1));
        put(USERS, text(2));
        Documents second = events.awaitTexts(text(2));
        assertEquals(
                first.documents().getFirst().origin(),
                second.documents().getFirst().origin());
        assertEquals(
                first.documents().getFirst().element(),
                second.documents().getFirst().element());
    }

    @Test
    void tellsAnAdditionBesideWhatWasThere() throws Exception {
        assumeTrue(holdsManyNames());
        put(USERS, text(1));
        start();
        events.awaitTexts(text(1));
        put(ORDERS, text(2));
        events.awaitTexts(text(1), text(2));
    }

    @Test
    void tellsARemoval() throws Exception {
        assumeTrue(holdsManyNames());
        put(USERS, text(1));
        put(ORDERS, text(2));
        start();
        events.awaitTexts(text(1), text(2));
        remove(ORDERS);
        events.awaitTexts(text(1));
        put(ORDERS, text(3));
        events.awaitTexts(text(1), text(3));
    }

    @Test
    void neverLosesTheLastOfManyQuickChanges() throws Exception {
        put(USERS, text(0));
        start();
        events.awaitTexts(text(0));
        for (int i = 1; i <= 40; i++) {
            put(USERS, text(i));
        }
        events.awaitTexts(text(40));
        assertEquals(List.of(text(40)), RecordedEvents.textsOf(events.all().getLast()));
    }

    @Test
    void tellsOneChangeAfterAnother() throws Exception {
        put(USERS, text(0));
        start();
        events.awaitTexts(text(0));
        for (int i = 1; i <= 4; i++) {
            put(USERS, text(i));
            events.awaitTexts(text(i));
        }
    }

    @Test
    void tellsAfterARefreshWhetherSomethingChangedOrNot() throws Exception {
        put(USERS, text(1));
        start();
        Documents first = events.awaitTexts(text(1));
        int before = events.count();
        source.refresh();
        Documents again = events.awaitTextsAfter(before, text(1));
        assertEquals(first.documents(), again.documents());
    }

    @Test
    void goesOnAfterAListenerHasFailed() throws Exception {
        put(USERS, text(1));
        source = open();
        AtomicInteger calls = new AtomicInteger();
        source.start(event -> {
            events.accept(event);
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("a listener that fails once");
            }
        });
        events.awaitTexts(text(1));
        put(USERS, text(2));
        events.awaitTexts(text(2));
    }

    @Test
    void tellsNothingAfterItIsClosed() throws Exception {
        put(USERS, text(1));
        start();
        events.awaitTexts(text(1));
        source.close();
        int before = events.count();
        put(USERS, text(2));
        source.refresh();
        // why: a second source over the same store proves that the change could have been told by now.
        RecordedEvents others = new RecordedEvents(patience());
        try (ConfigSource other = open()) {
            other.start(others);
            others.awaitTexts(text(2));
            put(USERS, text(3));
            others.awaitTexts(text(3));
        }
        assertEquals(before, events.count());
    }

    @Test
    void canBeClosedTwiceAndWithoutAStart() throws Exception {
        put(USERS, text(1));
        source = open();
        source.close();
        source.close();
        assertEquals(0, events.count());
    }

    @Test
    void canBeClosedByItsOwnListener() throws Exception {
        put(USERS, text(1));
        source = open();
        source.start(event -> {
            source.close();
            events.accept(event);
        });
        events.awaitTexts(text(1));
        assertEquals(1, events.count());
    }

    @Test
    void tellsThatItCannotBeReadAndThenThatItCanAgain() throws Exception {
        assumeTrue(canBreak());
        put(USERS, text(1));
        start();
        events.awaitTexts(text(1));
        int before = events.count();
        breakStore();
        Unavailable lost;
        try {
            lost = events.awaitUnavailableAfter(before);
        } finally {
            mendStore();
        }
        assertEquals(1, lost.reason().lines().count(), lost.reason());
        events.awaitTextsAfter(events.all().indexOf(lost) + 1, text(1));
    }

    @Test
    void tellsWhatChangedWhileItCouldNotBeReached() throws Exception {
        assumeTrue(canBreak());
        put(USERS, text(1));
        start();
        events.awaitTexts(text(1));
        int before = events.count();
        breakStore();
        try {
            events.awaitUnavailableAfter(before);
        } finally {
            mendStore();
        }
        put(USERS, text(2));
        events.awaitTextsAfter(before, text(2));
    }

    @Test
    void startsOnAStoreThatCannotBeRead() throws Exception {
        assumeTrue(canBreak());
        put(USERS, text(1));
        source = open();
        breakStore();
        try {
            source.start(events);
            Unavailable lost = events.awaitUnavailableAfter(0);
            assertEquals(lost, events.all().getFirst());
        } finally {
            mendStore();
        }
        events.awaitTexts(text(1));
    }

    @Test
    void keepsSecretsToItself() throws Exception {
        put(USERS, text(1));
        start();
        events.awaitTexts(text(1));
        if (canBreak()) {
            int before = events.count();
            breakStore();
            try {
                events.awaitUnavailableAfter(before);
            } finally {
                mendStore();
            }
        }
        assertFalse(source.name().isBlank());
        for (String secret : secrets()) {
            assertFalse(source.name().contains(secret), "the name holds a secret");
            assertFalse(events.all().toString().contains(secret), "an event holds a secret");
        }
    }

    /** Stands in until a test opens its own. */
    private static final class NeverOpened implements ConfigSource {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public Acceptance acceptance() {
            return Acceptance.WHOLE;
        }

        @Override
        public void start(Consumer<ConfigEvent> listener) {}

        @Override
        public void refresh() {}

        @Override
        public void close() {}
    }
}
