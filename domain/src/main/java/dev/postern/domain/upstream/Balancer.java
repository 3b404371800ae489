package dev.postern.domain.upstream;

/**
 * A way to pick. Immutable and shared: where it stands in its round, and all that it weighs, is the candidates'.
 * It stands here and not beside its policies, because an upstream holds one and the policies know upstreams.
 */
@FunctionalInterface
public interface Balancer {
    int NONE = -1;

    /** The index of an open candidate, or {@link #NONE} when none is open. There is at least one candidate. */
    int pick(Candidates candidates, PickRequest request);
}
