package dev.postern.ports.telemetry;

import dev.postern.domain.bytes.Slice;

/** Where an exchange stands in its trace, and its tries. Only for the time of the call that shows it. */
public interface ExchangeTrace {
    /** Of what belongs to none. */
    ExchangeTrace NONE = new ExchangeTrace() {
        private static final Slice NOTHING = new Slice();

        @Override
        public boolean isSampled() {
            return false;
        }

        @Override
        public Slice traceId() {
            return NOTHING;
        }

        @Override
        public Slice spanId() {
            return NOTHING;
        }

        @Override
        public Slice parentId() {
            return NOTHING;
        }

        @Override
        public int tryCount() {
            return 0;
        }

        @Override
        public Try tryAt(int index) {
            throw new IndexOutOfBoundsException(index);
        }
    };

    /** Whether spans are to be made of it; where not, tries are not told. */
    boolean isSampled();

    /** 32 hexadecimal digits; empty where there is no trace. */
    Slice traceId();

    /** 16 hexadecimal digits. */
    Slice spanId();

    /** Whose request it is; empty where the trace begins here. */
    Slice parentId();

    int tryCount();

    /** In the order in which they began. */
    Try tryAt(int index);

    /** One try at one endpoint. Times are from the exchange's beginning. */
    interface Try {
        Slice spanId();

        String endpoint();

        /** From 1. */
        int number();

        long beganNanos();

        long endedNanos();

        /** The status that it was answered with; 0 where no answer came. */
        int status();

        /** Why it failed, as {@code upstream/reset}; empty where it did not. */
        String cause();

        /** Whether nobody waited for its end: another try was quicker, or the client had gone. */
        boolean isAbandoned();
    }
}
