package dev.postern.ports.config;

/** A target could not be read, or not be written. The message is for the operator: one line, without secrets. */
public final class TargetException extends Exception {
    private static final long serialVersionUID = 1;

    public TargetException(String message) {
        super(message);
    }

    /** @param isRefusal whether the store said no; otherwise it may have written and its answer was lost */
    public static TargetException ofTransaction(String reason, boolean isRefusal) {
        return new TargetException("the transaction failed: " + reason
                + (isRefusal ? "; nothing of it was written" : "; --dry-run tells whether it was written"));
    }
}
