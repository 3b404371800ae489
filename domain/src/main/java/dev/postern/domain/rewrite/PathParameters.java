package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Slice;

/** What matching a path found out: parameters by the order of their names in {@link Vocabulary#parameters()}. */
public interface PathParameters {
    PathParameters NONE = new PathParameters() {
        @Override
        public void get(int index, Slice into) {
            into.clear();
        }

        @Override
        public int matchedPrefixLength() {
            return 0;
        }
    };

    /** Points {@code into} at a parameter as it stands in the normalised path: still percent-encoded. */
    void get(int index, Slice into);

    /** How many bytes of the normalised path a matched prefix covers; a slash after it may count or not. */
    int matchedPrefixLength();
}
