package dev.postern.ports.traffic;

import java.util.List;

/** Listeners that could not be bound: one line each, for the operator. */
public final class CannotListenException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> reasons;

    public CannotListenException(List<String> reasons) {
        super(String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    public List<String> reasons() {
        return reasons;
    }
}
