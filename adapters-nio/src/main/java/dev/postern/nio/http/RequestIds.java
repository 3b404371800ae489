package dev.postern.nio.http;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.upstream.Randomness;

/** Makes request ids: 128 random bits as 32 hexadecimal digits. The slice holds until the next one. */
public final class RequestIds {
    private final Randomness chance;
    private final byte[] text = new byte[32];
    private final Slice id = new Slice().set(text, 0, text.length);

    public RequestIds(Randomness chance) {
        this.chance = chance;
    }

    public Slice next() {
        Ascii.writeHex(chance.next(), text, 0);
        Ascii.writeHex(chance.next(), text, 16);
        return id;
    }
}
