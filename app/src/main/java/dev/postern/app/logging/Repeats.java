package dev.postern.app.logging;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;
import org.slf4j.event.Level;

/**
 * Folds what is said again within a few seconds: the first time is told at once, and at the end of that time how often it was
 * said since. Any thread; keeps a bounded number of lines, beyond which nothing is folded.
 */
final class Repeats {
    static final Duration WINDOW = Duration.ofSeconds(5);

    private static final int MOST = 256;

    private final ConcurrentHashMap<Line, Integer> said = new ConcurrentHashMap<>();
    private final Duration window;
    private final ObjIntConsumer<Line> teller;

    /** What makes two lines the same. */
    record Line(String logger, Level level, String message, String error) {}

    /** @param teller hears of each line that was said again, and how often, on a thread that is nobody's */
    Repeats(Duration window, ObjIntConsumer<Line> teller) {
        this.window = window;
        this.teller = teller;
    }

    /** Whether it has been told just now. */
    boolean isRepeat(Line line) {
        if (said.size() >= MOST && !said.containsKey(line)) {
            return false;
        }
        int times = said.merge(line, 1, Integer::sum);
        if (times == 1) {
            Thread.ofVirtual().name("log-repeats").start(() -> endOf(line));
        }
        return times > 1;
    }

    private void endOf(Line line) {
        try {
            Thread.sleep(window);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(line);
    }

    /** Its time is over. */
    void end(Line line) {
        Integer times = said.remove(line);
        if (times != null && times > 1) {
            teller.accept(line, times - 1);
        }
    }
}
