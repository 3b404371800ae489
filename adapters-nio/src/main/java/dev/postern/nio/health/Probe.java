package dev.postern.nio.health;

import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.failure.Side;
import dev.postern.domain.health.ProbeResult;
import java.util.Optional;

/** One question to an endpoint. Belongs to the health loop; ends by telling, once, or by {@link #cancel()}. */
interface Probe {
    /** Is told how it ended. */
    interface Asker {
        /** @param result empty where it is our own fault that there is none */
        void ended(Optional<ProbeResult> result);
    }

    /** May tell before it returns. */
    void begin();

    /** Gives up; nothing is told any more. */
    void cancel();

    static Optional<ProbeResult> failed(FailureKind kind) {
        return kind.side() == Side.UPSTREAM ? failed(kind.words()) : Optional.empty();
    }

    static Optional<ProbeResult> failed(String why) {
        return Optional.of(new ProbeResult(false, why));
    }

    static Optional<ProbeResult> passed(String how) {
        return Optional.of(new ProbeResult(true, how));
    }
}
