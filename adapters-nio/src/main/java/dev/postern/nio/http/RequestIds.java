package dev.postern.nio.http;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.upstream.Randomness;

/** Makes request ids: 128 random bits as 32 hexadecimal digits. The slice holds until the next one. */
public final class RequestIds {
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private final Randomness chance;
    private final byte[] text = new byte[32];
    private final Slice id = new Slice().set(text, 0, text.length);

    public RequestIds(Randomness chance) {
        this.chance = chance;
    }

    public Slice next() {
        write(chance.next(), 0);
        write(chance.next(), 16);
        return id;
    }

    private void write(long bits, int from) {
        for (int i = 0; i < 16; i++) {
            text[from + i] = DIGITS[(int) (bits >>> (60 - 4 * i)) & 0xf];
        }
    }
}
