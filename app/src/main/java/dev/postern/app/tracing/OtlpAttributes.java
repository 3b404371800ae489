package dev.postern.app.tracing;

import dev.postern.domain.bytes.Slice;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a span tells, as OpenTelemetry's exporter reads it: it walks over all of it twice, and asks for the size more often. */
record OtlpAttributes(FinishedSpan span, int size) implements Attributes {
    // why kept: each key is encoded once.
    private static final Map<SpanKey, AttributeKey<?>> KEYS = keys();

    private static Map<SpanKey, AttributeKey<?>> keys() {
        Map<SpanKey, AttributeKey<?>> keys = new EnumMap<>(SpanKey.class);
        for (SpanKey key : SpanKey.values()) {
            keys.put(key, key.isNumber() ? AttributeKey.longKey(key.text()) : AttributeKey.stringKey(key.text()));
        }
        return keys;
    }

    private record Teller(BiConsumer<? super AttributeKey<?>, ? super Object> to) implements SpanReader {
        @Override
        public void text(SpanKey key, Slice text) {
            text(key, text.text());
        }

        @Override
        public void text(SpanKey key, String text) {
            to.accept(KEYS.get(key), text);
        }

        @Override
        public void number(SpanKey key, long number) {
            to.accept(KEYS.get(key), number);
        }
    }

    private static final class Counter implements SpanReader {
        private int count;

        @Override
        public void text(SpanKey key, Slice text) {
            count++;
        }

        @Override
        public void text(SpanKey key, String text) {
            count++;
        }

        @Override
        public void number(SpanKey key, long number) {
            count++;
        }
    }

    static OtlpAttributes of(FinishedSpan span) {
        Counter counter = new Counter();
        span.tell(counter);
        return new OtlpAttributes(span, counter.count);
    }

    @Override
    public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
        span.tell(new Teller(consumer));
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(AttributeKey<T> key) {
        return (T) asMap().get(key);
    }

    @Override
    public Map<AttributeKey<?>, Object> asMap() {
        Map<AttributeKey<?>, Object> all = new LinkedHashMap<>();
        forEach(all::put);
        return all;
    }

    @Override
    public AttributesBuilder toBuilder() {
        return Attributes.builder().putAll(this);
    }
}
