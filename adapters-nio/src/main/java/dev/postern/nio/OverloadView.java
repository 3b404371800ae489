package dev.postern.nio;

import dev.postern.domain.overload.Overload.Cause;
import dev.postern.nio.overload.Strain;
import dev.postern.ports.traffic.OverloadStats;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the workers show of how they keep up, for all of them together. */
final class OverloadView {
    private OverloadView() {}

    static OverloadStats of(List<Worker> workers) {
        List<Strain.Shown> all =
                workers.stream().map(worker -> worker.strain().shown()).toList();
        List<Strain.Shown> shedding =
                all.stream().filter(each -> each.share() > 0).toList();
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        shedding.forEach(each -> causes.addAll(each.causes()));
        long now = System.nanoTime();
        Optional<Instant> since = shedding.stream()
                .map(each -> Instant.now().minusNanos(now - each.sinceNanos()))
                .min(Instant::compareTo);
        return new OverloadStats(
                all.stream().mapToInt(Strain.Shown::share).sum() / Math.max(1, all.size()),
                causes,
                since,
                all.stream().mapToLong(Strain.Shown::refused).sum(),
                all.stream().mapToLong(Strain.Shown::longestTurnNanos).max().orElse(0));
    }
}
