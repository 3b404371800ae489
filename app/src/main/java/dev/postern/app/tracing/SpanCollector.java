package dev.postern.app.tracing;

/** Takes spans to where they are gathered. One thread's; it waits. */
interface SpanCollector extends AutoCloseable {
    /** Returns when all of them have arrived; throws with the reason where they did not. */
    void send(SpanBatch spans) throws NotSentException;

    @Override
    void close();

    /** Why spans were not taken; for the operator: one line. */
    final class NotSentException extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        NotSentException(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
