package dev.postern.app.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.telemetry.ExchangeObserver;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentTest {
    private static final int OK = Tally.CLASSES.indexOf("2xx");

    private final Traffic traffic = new Traffic();
    private final ExchangeObserver one = traffic.observer(0);
    private final ExchangeObserver two = traffic.observer(1);
    private final Recent recent = new Recent(traffic);

    private static List<Long> requests(Recent.Window window) {
        return window.seconds().stream().map(Tally::requests).toList();
    }

    @Test
    void eachSecondHasWhatAllWorkersCountedInIt() {
        recent.look(0);
        one.finished(new Finished());
        two.finished(new Finished());
        recent.look(1);
        one.finished(new Finished().status(503));
        recent.look(2);
        recent.look(3);

        assertEquals(List.of(2L, 1L, 0L), requests(recent.last(3)));
        assertEquals(3, recent.last(3).newest());
        assertEquals(List.of(2L, 1L, 0L), requests(recent.listener("web", 3).orElseThrow()));
        assertEquals(List.of(2L, 1L, 0L), requests(recent.upstream("users", 3).orElseThrow()));
        assertEquals(2, recent.sum(10).ofClass(OK));
        assertEquals(1, recent.sum(10).errors());
        assertEquals(0, recent.upstreamSum("nobody", 10).requests());
    }

    @Test
    void whatWasCountedBeforeItLookedIsNoPartOfASecond() {
        one.finished(new Finished());
        recent.look(5);
        recent.look(6);
        assertEquals(0, recent.sum(60).requests());
        one.finished(new Finished());
        recent.look(7);
        assertEquals(1, recent.sum(60).requests());
        assertEquals(1, recent.upstreamSum("users", 60).requests());
    }

    @Test
    void secondsThatWereMissedAreEmptyAndOldOnesAreForgotten() {
        recent.look(0);
        one.finished(new Finished());
        recent.look(4);
        assertEquals(List.of(0L, 0L, 0L, 1L), requests(recent.last(4)));
        one.finished(new Finished());
        recent.look(4 + Recent.SECONDS * 3);
        assertEquals(1, recent.sum(Recent.SECONDS).requests());
        assertEquals(Recent.SECONDS, recent.last(Integer.MAX_VALUE).seconds().size());
    }

    @Test
    void quantilesLieWithinTheirBuckets() {
        recent.look(0);
        assertEquals(0, recent.sum(10).quantileMillis(0.99));
        for (int i = 0; i < 98; i++) {
            one.finished(new Finished().took(3_000_000));
        }
        one.finished(new Finished().took(700_000_000));
        one.finished(new Finished().took(60_000_000_000L));
        recent.look(1);
        Tally tally = recent.sum(10);
        double middle = tally.quantileMillis(0.5);
        assertTrue(middle > 2 && middle < 5, () -> "p50 " + middle);
        assertEquals(1000, tally.quantileMillis(0.99));
        assertEquals(30_000, tally.quantileMillis(1));
    }

    @Test
    void moreListenersThanThereIsRoomForStillCountInTheTotal() {
        recent.look(0);
        for (int i = 0; i < Places.MOST; i++) {
            one.finished(new Finished().route("r" + i));
        }
        recent.look(1);
        assertEquals(Places.MOST, recent.sum(1).requests());
    }
}
