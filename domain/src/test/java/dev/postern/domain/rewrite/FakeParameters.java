package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Slice;
import java.util.List;
import java.util.stream.Stream;

/** Path parameters made of text. */
record FakeParameters(int matchedPrefixLength, List<Slice> values) implements PathParameters {
    static FakeParameters of(String... values) {
        return new FakeParameters(0, Stream.of(values).map(Slice::of).toList());
    }

    static FakeParameters prefix(String prefix) {
        return new FakeParameters(prefix.length(), List.of());
    }

    @Override
    public void get(int index, Slice into) {
        into.set(values.get(index));
    }
}
