package dev.postern.nio.http1;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.failure.FailureKind;
import dev.postern.nio.http.IncomingRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a request head that was written for the purpose, with the same reader that connections use. */
public sealed interface WrittenRequest {
    record Read(IncomingRequest request) implements WrittenRequest {}

    record Refused(FailureKind kind) implements WrittenRequest {}

    /** Reads a whole head, up to its empty line. */
    static WrittenRequest read(String head) {
        ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
        Reading reading = new Reading(bytes.capacity() + 1);
        return reading.read(bytes);
    }

    /** Ties decoder and request together, as a connection does. */
    final class Reading {
        private final HeadDecoder decoder;
        private final Http1Request request;

        Reading(int maxBytes) {
            decoder = new HeadDecoder(this::readStartLine, maxBytes, Integer.MAX_VALUE);
            request = new Http1Request(decoder.fields(), decoder.facts());
        }

        private @Nullable HeadFault readStartLine(Slice line) {
            return request.readStartLine(line);
        }

        WrittenRequest read(ByteBuffer head) {
            decoder.begin(head);
            return switch (decoder.decode(head)) {
                case NEEDS_MORE -> new Refused(FailureKind.BAD_REQUEST);
                case FAULTY -> new Refused(decoder.fault().kind());
                case COMPLETE -> {
                    HeadFault fault = request.complete();
                    yield fault == null ? new Read(request) : new Refused(fault.kind());
                }
            };
        }
    }
}
