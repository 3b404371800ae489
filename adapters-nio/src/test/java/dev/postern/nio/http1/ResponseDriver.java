package dev.postern.nio.http1;

import dev.postern.domain.bytes.Slice;
import dev.postern.nio.http.BodyLength;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an endpoint answers as a connection does, without one, and tells in one line what became of it: interim
 * statuses, then {@code 502}, or the status with its body and what becomes of the connection: {@code keep},
 * {@code close}, {@code cut} in the middle, or {@code waits}.
 */
public final class ResponseDriver implements HeadDecoder.StartLine {
    private final HeadDecoder decoder = new HeadDecoder(this, ClientLimits.MAX_HEAD_BYTES, ClientLimits.MAX_FIELDS);
    private final Http1Response response = new Http1Response(decoder.fields(), decoder.facts());
    private final BodyDecoder body = new BodyDecoder();
    private final List<String> outcomes = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private boolean inBody;

    private ResponseDriver() {}

    @Override
    public @Nullable HeadFault read(Slice line) {
        return response.readStartLine(line);
    }

    @Override
    public boolean letsEmptyLinePass() {
        return false;
    }

    private void moved(byte[] array, int by) {
        decoder.moved(array, by);
        response.moved(array, by);
    }

    public static String read(boolean answersHead, boolean thenCloses, byte[] bytes, int... cuts) {
        ResponseDriver driver = new ResponseDriver();
        driver.response.answersHead(answersHead);
        String end = driver.run(new Feed(bytes, cuts), thenCloses);
        return String.join("; ", driver.outcomes) + (driver.outcomes.isEmpty() ? "" : "; ") + end;
    }

    private String run(Feed feed, boolean thenCloses) {
        decoder.begin(feed.buffer());
        while (feed.next(this::moved)) {
            if (!inBody && !readHeads(feed.buffer())) {
                return "502";
            }
            if (inBody) {
                RequestDriver.append(body, feed.buffer(), data);
                if (body.isBroken()) {
                    return response.status() + " cut";
                }
            }
            // why not at once: what follows the response may come with the next piece, and it is the same surplus then.
        }
        if (!inBody) {
            return thenCloses ? "502" : "waits";
        }
        if (thenCloses) {
            body.streamEnded();
        }
        if (!body.hasEnded()) {
            return response.status() + (thenCloses ? " cut" : " waits");
        }
        boolean keeps =
                response.keepsConnection() && !thenCloses && !feed.buffer().hasRemaining();
        return response.status() + " [" + data + "] " + (keeps ? "keep" : "close");
    }

    private boolean readHeads(ByteBuffer in) {
        while (true) {
            switch (decoder.decode(in)) {
                case NEEDS_MORE -> {
                    return true;
                }
                case FAULTY -> {
                    return false;
                }
                case COMPLETE -> {
                    if (response.complete() != null || response.status() == 101) {
                        return false;
                    }
                    if (!response.isInterim()) {
                        beginBody();
                        return true;
                    }
                    outcomes.add(Integer.toString(response.status()));
                    decoder.begin(in);
                }
            }
        }
    }

    private void beginBody() {
        inBody = true;
        long length = response.bodyLength();
        if (length == BodyLength.NONE) {
            body.beginNone();
        } else if (response.endsWithConnection()) {
            body.beginUntilClose();
        } else if (length == BodyLength.OPEN) {
            body.beginChunked();
        } else {
            body.beginLength(length);
        }
    }
}
