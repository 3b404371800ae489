package dev.postern.app.tracing;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.marshal.Serializer;
import io.opentelemetry.exporter.internal.otlp.InstrumentationScopeMarshaler;
import io.opentelemetry.exporter.internal.otlp.ResourceMarshaler;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** What stands before the spans in a message: who sends them. The same in each but for the lengths. */
final class OtlpHead {
    /** Of the whole message. */
    private static final int RESOURCE_SPANS = 1;

    // ---- fields of those

    private static final int RESOURCE = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SCOPE = 1;

    private final byte[] resource;
    private final byte[] scope;

    OtlpHead(Resource resource) {
        this.resource = written(ResourceMarshaler.create(resource));
        scope = written(InstrumentationScopeMarshaler.create(InstrumentationScopeInfo.create("dev.postern")));
    }

    private static byte[] written(Marshaler message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            message.writeBinaryTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The message that begins so and goes on with these spans. */
    Marshaler before(byte[] spans) {
        ProtoWriter head = new ProtoWriter();
        int scopeSpans = ProtoWriter.sizeOfBytes(scope.length) + spans.length;
        head.beginBytes(RESOURCE_SPANS, ProtoWriter.sizeOfBytes(resource.length) + ProtoWriter.sizeOfBytes(scopeSpans));
        head.bytes(RESOURCE, resource);
        head.beginBytes(SCOPE_SPANS, scopeSpans);
        head.bytes(SCOPE, scope);
        return new Message(Arrays.copyOf(head.array(), head.length()), spans);
    }

    private static final class Message extends Marshaler {
        private final byte[] head;
        private final byte[] spans;

        Message(byte[] head, byte[] spans) {
            this.head = head;
            this.spans = spans;
        }

        @Override
        public int getBinarySerializedSize() {
            return head.length + spans.length;
        }

        @Override
        protected void writeTo(Serializer output) throws IOException {
            output.writeSerializedMessage(head, "");
            output.writeSerializedMessage(spans, "");
        }
    }
}
