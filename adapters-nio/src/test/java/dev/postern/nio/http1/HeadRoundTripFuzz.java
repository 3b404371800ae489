package dev.postern.nio.http1;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;
import dev.postern.nio.http.BodyLength;
import dev.postern.nio.http.OutgoingRequest;
import dev.postern.nio.http.OutgoingResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Heads that are accepted, encoded again and read again: they mean the same. The first byte says of which kind. */
public final class HeadRoundTripFuzz {
    private static final Set<String> THE_CODECS =
            Set.of("host", "content-length", "transfer-encoding", "upgrade", "date", "expect");

    private HeadRoundTripFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        if ((input[0] & 1) == 0) {
            roundTrip(bytes);
        } else {
            roundTripResponse(bytes);
        }
    }

    // ---- requests

    private static void roundTrip(byte[] bytes) {
        Http1Request request = request(bytes);
        if (request != null) {
            byte[] encoded = text(encoder().request(new SentOn(request)));
            Http1Request again = request(encoded);
            if (again == null) {
                throw new AssertionError("refused: " + new String(encoded, StandardCharsets.ISO_8859_1));
            }
            FuzzRules.requireEqual("request", describe(request), describe(again));
        }
    }

    private static @Nullable Http1Request request(byte[] bytes) {
        Http1Request[] made = new Http1Request[1];
        HeadDecoder decoder = new HeadDecoder(
                line -> made[0].readStartLine(line), 2 * RequestDriver.MAX_HEAD_BYTES, RequestDriver.MAX_FIELDS);
        made[0] = new Http1Request(decoder.fields(), decoder.facts());
        ByteBuffer in = ByteBuffer.wrap(bytes);
        decoder.begin(in);
        boolean isSound = decoder.decode(in) == HeadDecoder.Progress.COMPLETE && made[0].complete() == null;
        return isSound ? made[0] : null;
    }

    private static String describe(Http1Request request) {
        return request.method() + " " + request.authority() + " " + request.host() + " " + request.port() + " "
                + request.path() + " " + request.hasQuery() + " " + request.query() + " " + request.bodyLength()
                + fields(request.headers());
    }

    private record SentOn(Http1Request request) implements OutgoingRequest {
        @Override
        public Slice method() {
            return request.method();
        }

        @Override
        public void target(ByteBuilder into) {
            into.append(request.path());
            if (request.hasQuery()) {
                into.append('?').append(request.query());
            }
        }

        @Override
        public void authority(ByteBuilder into) {
            into.append(request.authority());
        }

        @Override
        public void fields(HeaderSink sink) {
            copy(request.headers(), sink);
        }

        @Override
        public boolean expectsContinue() {
            return request.expectsContinue();
        }

        @Override
        public Slice upgrade() {
            return request.upgrade();
        }

        @Override
        public boolean takesTrailers() {
            return false;
        }

        @Override
        public void trailers(HeaderFields incoming, HeaderSink sink) {}

        @Override
        public long bodyLength() {
            return request.bodyLength();
        }

        @Override
        public long responseNanos() {
            return -1;
        }

        @Override
        public long bodyNanos() {
            return -1;
        }
    }

    // ---- responses

    private static void roundTripResponse(byte[] bytes) {
        Http1Response response = response(bytes);
        if (response != null) {
            HeadEncoder encoder = encoder();
            SentBack sent = new SentBack(response);
            byte[] encoded = text(
                    response.isInterim()
                            ? encoder.interim(sent)
                            : encoder.response(sent, response.bodyLength(), HeadEncoder.Persistence.KEEP));
            Http1Response again = response(encoded);
            if (again == null) {
                throw new AssertionError("refused: " + new String(encoded, StandardCharsets.ISO_8859_1));
            }
            FuzzRules.requireEqual("response", describe(response), describe(again));
        }
    }

    private static @Nullable Http1Response response(byte[] bytes) {
        Http1Response[] made = new Http1Response[1];
        HeadDecoder decoder = new HeadDecoder(
                line -> made[0].readStartLine(line), 2 * ClientLimits.MAX_HEAD_BYTES, ClientLimits.MAX_FIELDS);
        made[0] = new Http1Response(decoder.fields(), decoder.facts());
        ByteBuffer in = ByteBuffer.wrap(bytes);
        decoder.begin(in);
        boolean isSound = decoder.decode(in) == HeadDecoder.Progress.COMPLETE && made[0].complete() == null;
        return isSound ? made[0] : null;
    }

    private static String describe(Http1Response response) {
        return response.status() + " " + response.bodyLength() + fields(response.fields());
    }

    private record SentBack(Http1Response response) implements OutgoingResponse {
        @Override
        public int status() {
            return response.status();
        }

        @Override
        public Slice reason() {
            return response.reason();
        }

        @Override
        public void fields(HeaderSink sink) {
            copy(response.fields(), sink);
        }

        @Override
        public Slice upgrade() {
            return new Slice();
        }

        @Override
        public void trailers(HeaderFields incoming, HeaderSink sink) {}

        @Override
        public long bodyLength() {
            return response.bodyLength() == BodyLength.NONE ? 0 : response.bodyLength();
        }
    }

    // ---- both

    private static HeadEncoder encoder() {
        return new HeadEncoder(new ByteBuilder(64), new DateField(() -> 0));
    }

    private static void copy(HeaderFields fields, HeaderSink sink) {
        Slice name = new Slice();
        Slice value = new Slice();
        for (int i = 0; i < fields.size(); i++) {
            fields.name(i, name);
            fields.value(i, value);
            if (!THE_CODECS.contains(name.text().toLowerCase(Locale.ROOT))) {
                sink.add(name, value);
            }
        }
    }

    private static String fields(HeaderFields fields) {
        StringBuilder text = new StringBuilder();
        copy(fields, (name, value) -> text.append('|').append(name).append('=').append(value));
        return text.toString();
    }

    private static byte[] text(ByteBuilder encoded) {
        return Arrays.copyOf(encoded.array(), encoded.length());
    }
}
