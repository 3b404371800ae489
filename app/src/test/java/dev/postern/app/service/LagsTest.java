package dev.postern.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LagsTest {
    @Test
    void aLagCountsWhereItsBoundIs() {
        Lags lags = Lags.NONE
                .with(Duration.ZERO)
                .with(Lags.BOUNDS.getFirst())
                .with(Lags.BOUNDS.getFirst().plusNanos(1))
                .with(Duration.ofHours(1));
        List<Long> counts = lags.counts();
        assertEquals(Lags.BOUNDS.size() + 1, counts.size());
        assertEquals(List.of(2L, 1L, 0L), counts.subList(0, 3));
        assertEquals(1, counts.getLast());
        assertEquals(4, counts.stream().mapToLong(n -> n).sum());
        assertEquals(Lags.BOUNDS.getFirst().multipliedBy(2).plusNanos(1).plusHours(1), lags.sum());
    }
}
