package dev.postern.domain.bytes;

/** Takes header fields as they are made. The bytes are only good during the call. */
@FunctionalInterface
public interface HeaderSink {
    void add(Slice name, Slice value);
}
