package dev.postern.domain.bytes;

/** The header fields of a message, in the order of arrival. Names and values are without white space around them. */
public interface HeaderFields {
    /** Where there is no message, or none any more. */
    HeaderFields NONE = new HeaderFields() {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public void name(int index, Slice into) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public void value(int index, Slice into) {
            throw new IndexOutOfBoundsException(index);
        }
    };

    int size();

    void name(int index, Slice into);

    void value(int index, Slice into);

    /** Points {@code into} at the value of the first field of that name; false when there is none. */
    default boolean find(byte[] lowerCaseName, Slice into) {
        return findFrom(0, lowerCaseName, into) >= 0;
    }

    /** As {@link #find}, from an index on; answers the index of the field, or -1. */
    default int findFrom(int from, byte[] lowerCaseName, Slice into) {
        for (int i = from; i < size(); i++) {
            name(i, into);
            if (into.isIgnoringCase(lowerCaseName)) {
                value(i, into);
                return i;
            }
        }
        return -1;
    }
}
