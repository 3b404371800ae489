package dev.postern.nio.http1;

import dev.postern.nio.reference.ReferenceParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Chunked bodies: read alike however they are cut, and as the reference reads them; their end is foreseen rightly. */
public final class ChunkedBodyFuzz {
    private static final byte[] HEAD =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private ChunkedBodyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        String whole = FuzzRules.sameHoweverCut(input, cuts -> read(input, cuts));
        if (whole.startsWith("ended ")) {
            byte[] request = new byte[HEAD.length + input.length];
            System.arraycopy(HEAD, 0, request, 0, HEAD.length);
            System.arraycopy(input, 0, request, HEAD.length, input.length);
            ByteArrayInputStream in = new ByteArrayInputStream(request);
            String body = new ReferenceParser(in).request().body();
            FuzzRules.requireEqual("body", "ended left=" + in.available() + " " + body, whole);
        }
    }

    private static String read(byte[] input, int[] cuts) {
        BodyDecoder body = new BodyDecoder();
        body.beginChunked();
        Feed feed = new Feed(input, cuts);
        StringBuilder data = new StringBuilder();
        while (feed.next((array, by) -> {})) {
            take(body, feed.buffer(), data);
        }
        if (body.isBroken()) {
            return "broken " + data;
        }
        return body.hasEnded() ? "ended left=" + feed.buffer().remaining() + " " + data : "waits " + data;
    }

    private static void take(BodyDecoder body, ByteBuffer in, StringBuilder data) {
        int available = body.available(in);
        while (available > 0) {
            boolean foreseen = body.endsBehind(in, available);
            byte[] piece = new byte[available];
            in.get(piece);
            body.taken(available);
            data.append(new String(piece, StandardCharsets.ISO_8859_1));
            available = body.available(in);
            if (foreseen && !body.hasEnded()) {
                throw new AssertionError("an end was foreseen that didn't come");
            }
        }
    }
}
