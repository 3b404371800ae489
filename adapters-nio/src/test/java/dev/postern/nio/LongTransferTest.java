package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Much data between two plain sockets, with pipes of the system and without, and where those are odd. */
@EnabledOnOs(OS.LINUX)
@ParameterizedClass
@EnumSource(OddPipes.class)
abstract class LongTransferTest extends ProxyTest {
    static final int MUCH = 2 << 20;

    final OddPipes way;
    private final AtomicLong moved;

    LongTransferTest(OddPipes way) {
        this(way, new AtomicLong());
    }

    private LongTransferTest(OddPipes way, AtomicLong moved) {
        super(2, Long.MAX_VALUE, way.calls(moved));
        this.way = way;
        this.moved = moved;
    }

    /** Most of it has, or none, as this way of the system lets it. */
    void wentThroughPipes(long bytes) {
        assertTrue(
                way.moves() ? moved.get() > bytes / 2 : moved.get() == 0,
                () -> moved + " of " + bytes + " bytes went through pipes");
    }

    static byte[] bytes(int count, int seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static void hears(byte[] expected, Peer peer) throws IOException {
        byte[] heard = peer.socket().getInputStream().readNBytes(expected.length);
        assertEquals(expected.length, heard.length);
        assertArrayEquals(expected, heard);
    }

    /** Sends until it can't. */
    static void sendsOn(Peer peer) {
        byte[] some = new byte[100_000];
        try {
            for (int i = 0; i < 10_000; i++) {
                peer.send(some);
            }
        } catch (IOException e) {
            // The other end has closed, as the test wants it to.
        }
    }
}
