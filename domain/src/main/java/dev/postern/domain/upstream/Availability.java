package dev.postern.domain.upstream;

/**
 * What the control thread has decided of an endpoint; workers are told it by value.
 *
 * @param sinceNanos when it became so; only {@link State#WARMING} asks for it
 * @param unused what becomes of connections to it that nobody uses
 */
public record Availability(State state, long sinceNanos, Unused unused) {
    private static final Availability SERVING = new Availability(State.SERVING, 0);

    public enum State {
        SERVING,
        /** Serves since it joined or recovered: with a slow start its share grows from then on. */
        WARMING,
        /** Joined and not probed yet: serves where no other endpoint of its kind does. */
        UNPROVEN,
        UNHEALTHY,
        /** Left out because it failed under traffic. */
        EJECTED,
        /** Takes the clients that stick to it and no others. */
        DRAINING,
        /** Draining, and not well: takes nobody. */
        OUT
    }

    public enum Unused {
        KEPT,
        CLOSED
    }

    public Availability(State state, long sinceNanos) {
        this(state, sinceNanos, Unused.KEPT);
    }

    /** Serves, and has for long. */
    public static Availability serving() {
        return SERVING;
    }

    public boolean isServing() {
        return state == State.SERVING || state == State.WARMING;
    }

    /** Whether a client that holds a sticky cookie for the endpoint is still sent there. */
    public boolean keepsStickyClients() {
        return isServing() || state == State.UNPROVEN || state == State.DRAINING;
    }

    public boolean closesUnused() {
        return unused == Unused.CLOSED;
    }

    /** Whether an operator wants it to take new clients, well or not. */
    public boolean isWanted() {
        return state != State.DRAINING && state != State.OUT;
    }
}
