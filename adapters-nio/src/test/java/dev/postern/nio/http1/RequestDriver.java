package dev.postern.nio.http1;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.failure.FailureMapping;
import dev.postern.nio.http.BodyLength;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client sends as a connection does, without one, and tells in one line what became of it: each request as
 * {@code METHOD host target [body]}, then a status that refuses the rest, {@code close} or {@code waits}.
 */
public final class RequestDriver {
    /** A request that was accepted. */
    record Accepted(String method, String host, String target, String body) {
        @Override
        public String toString() {
            return method + " " + host + " " + target + " [" + body + "]";
        }
    }

    /**
     * @param end empty when more may come
     */
    record Result(List<Accepted> accepted, String end) {
        @Override
        public String toString() {
            List<String> parts =
                    new ArrayList<>(accepted.stream().map(Accepted::toString).toList());
            if (!end.isEmpty() || parts.isEmpty()) {
                parts.add(end);
            }
            return String.join("; ", parts);
        }
    }

    static final int MAX_HEAD_BYTES = 32 * 1024;
    static final int MAX_FIELDS = 100;

    private final HeadDecoder decoder = new HeadDecoder(this::startLine, MAX_HEAD_BYTES, MAX_FIELDS);
    private final Http1Request request = new Http1Request(decoder.fields(), decoder.facts());
    private final BodyDecoder body = new BodyDecoder();
    private final List<Accepted> accepted = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private String target = "";
    private String end = "";
    private boolean inBody;

    private RequestDriver() {}

    private @Nullable HeadFault startLine(Slice line) {
        return request.readStartLine(line);
    }

    private void moved(byte[] array, int by) {
        decoder.moved(array, by);
        request.moved(array, by);
    }

    public static String read(byte[] bytes, int... cuts) {
        return run(bytes, cuts).toString();
    }

    static Result run(byte[] bytes, int... cuts) {
        RequestDriver driver = new RequestDriver();
        driver.run(new Feed(bytes, cuts));
        return new Result(driver.accepted, driver.end);
    }

    private void run(Feed feed) {
        decoder.begin(feed.buffer());
        while (feed.next(this::moved)) {
            ByteBuffer in = feed.buffer();
            boolean more = true;
            while (more) {
                more = inBody ? readBody(in) : readHead(in);
            }
            if (!end.isEmpty()) {
                return;
            }
        }
        if (inBody || feed.buffer().hasRemaining()) {
            end = "waits";
        }
    }

    private boolean readHead(ByteBuffer in) {
        return switch (decoder.decode(in)) {
            case NEEDS_MORE -> false;
            case FAULTY -> refuse(decoder.fault());
            case COMPLETE -> {
                HeadFault fault = request.complete();
                if (fault != null) {
                    yield refuse(fault);
                }
                beginBody();
                yield true;
            }
        };
    }

    private boolean refuse(HeadFault fault) {
        end = Integer.toString(FailureMapping.status(fault.kind()));
        return false;
    }

    private void beginBody() {
        target = request.path() + (request.hasQuery() ? "?" : "") + request.query();
        inBody = true;
        data.setLength(0);
        long length = request.bodyLength();
        if (length == BodyLength.OPEN) {
            body.beginChunked();
        } else if (length == BodyLength.NONE) {
            body.beginNone();
        } else {
            body.beginLength(length);
        }
    }

    private boolean readBody(ByteBuffer in) {
        append(body, in, data);
        if (body.isBroken()) {
            end = "400";
            return false;
        }
        if (!body.hasEnded()) {
            return false;
        }
        accepted.add(new Accepted(request.method().text(), request.host().text(), target, data.toString()));
        inBody = false;
        if (!decoder.facts().keepsAlive(request.isHttp10())) {
            end = "close";
            return false;
        }
        decoder.begin(in);
        return in.hasRemaining();
    }

    /** Takes all data there is. */
    static void append(BodyDecoder body, ByteBuffer in, StringBuilder data) {
        for (int available = body.available(in); available > 0; available = body.available(in)) {
            byte[] piece = new byte[available];
            in.get(piece);
            body.taken(available);
            data.append(new String(piece, StandardCharsets.ISO_8859_1));
        }
    }
}
