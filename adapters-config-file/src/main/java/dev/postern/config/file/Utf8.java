package dev.postern.config.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes a file strictly: a byte that isn't UTF-8 is told by its place, never replaced. */
final class Utf8 {
    private Utf8() {}

    /** Throws with what is wrong at which line and column. */
    static String decode(ByteBuffer bytes) throws UnreadableException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = bytes.duplicate();
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            String bad = String.format("the byte 0x%02X isn't UTF-8", in.get(in.position()));
            String hint = in.position() == 0 ? "" : "; save the file as UTF-8";
            String wide = in.position() == 0 && isUtf16(in) ? "; this looks like UTF-16, save the file as UTF-8" : hint;
            throw new YamlMarks(text).at(text.codePointCount(0, text.length()), bad + wide);
        }
        return text;
    }

    private static boolean isUtf16(ByteBuffer in) {
        int mark = in.remaining() < 2 ? 0 : in.getShort(0) & 0xffff;
        return mark == 0xfeff || mark == 0xfffe;
    }
}
