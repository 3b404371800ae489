package dev.postern.ports.testtraces;

import java.util.Map;
import java.util.TreeMap;

/**
 * A span as it came.
 *
 * @param kind 2 of a server, 3 of a client
 * @param status 0 where nothing is said, 2 of an error
 * @param service service.name of its resource
 */
public record ReceivedSpan(
        String traceId,
        String spanId,
        String parentId,
        String name,
        long kind,
        long beganNanos,
        long endedNanos,
        Map<String, String> attributes,
        long status,
        String service) {
    public static final long SERVER = 2;
    public static final long CLIENT = 3;
    public static final long ERROR = 2;

    static ReceivedSpan of(Protobuf span, String service) {
        return new ReceivedSpan(
                span.hex(1),
                span.hex(2),
                span.hex(4),
                span.text(5),
                span.number(6),
                span.number(7),
                span.number(8),
                attributes(span, 9),
                span.messages(15).stream()
                        .mapToLong(status -> status.number(3))
                        .findFirst()
                        .orElse(0),
                service);
    }

    static Map<String, String> attributes(Protobuf of, int number) {
        Map<String, String> attributes = new TreeMap<>();
        for (Protobuf each : of.messages(number)) {
            Protobuf value = each.messages(2).getFirst();
            attributes.put(each.text(1), value.has(1) ? value.text(1) : String.valueOf(value.number(3)));
        }
        return attributes;
    }

    public String attribute(String key) {
        return attributes.getOrDefault(key, "");
    }
}
