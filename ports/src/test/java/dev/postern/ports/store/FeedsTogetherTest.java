package dev.postern.ports.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedsTogetherTest {
    private final List<String> heard = new ArrayList<>();
    private final List<Duration> proofs = new ArrayList<>();
    private final ByHand one = new ByHand();
    private final ByHand two = new ByHand();
    private final FeedsTogether<String> together = new FeedsTogether<>(List.of(one, two));

    private static final class ByHand implements StoreFeed<String> {
        private Listener<String> listener = new Listener<>() {
            @Override
            public void told(String value, String version) {}

            @Override
            public void failed(String reason) {}
        };
        private int refreshes;
        private boolean closed;

        @Override
        public void start(Listener<String> wanted) {
            listener = wanted;
        }

        @Override
        public void refresh() {
            refreshes++;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private void start() {
        together.start(new StoreFeed.Listener<>() {
            @Override
            public void told(List<String> values, String version) {
                heard.add(values + "@" + version);
            }

            @Override
            public void proved(Duration ago) {
                proofs.add(ago);
            }

            @Override
            public void failed(String reason) {
                heard.add(reason);
            }
        });
    }

    @Test
    void tellsOnceAllHaveTold() {
        start();
        one.listener.told("a", "1");
        assertEquals(List.of(), heard);
        two.listener.told("b", "5");
        two.listener.told("c", "6");
        assertEquals(List.of("[a, b]@1,5", "[a, c]@1,6"), heard);
    }

    @Test
    void failsWhileOneDoesAndTellsTheNewsOfTheOthers() {
        start();
        one.listener.told("a", "1");
        two.listener.failed("away");
        assertEquals(List.of("away"), heard);
        two.listener.told("b", "5");
        one.listener.failed("gone");
        two.listener.told("c", "6");
        one.listener.told("a", "1");
        assertEquals(List.of("away", "[a, b]@1,5", "gone", "[a, c]@1,6", "gone", "[a, c]@1,6"), heard);
    }

    @Test
    void isProvedByTheOneThatProvedItselfLeastLately() {
        start();
        one.listener.proved(Duration.ofMinutes(5));
        two.listener.proved(Duration.ZERO);
        assertTrue(proofs.getLast().toMinutes() >= 5, proofs.toString());
        one.listener.proved(Duration.ZERO);
        assertTrue(proofs.getLast().toMinutes() < 5, proofs.toString());
    }

    @Test
    void refreshesAndClosesAll() {
        together.refresh();
        together.close();
        assertEquals(1, one.refreshes + two.refreshes - 1);
        assertTrue(one.closed && two.closed);
    }
}
