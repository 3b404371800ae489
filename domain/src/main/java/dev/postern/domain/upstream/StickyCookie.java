package dev.postern.domain.upstream;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.StickyConfig;
import dev.postern.domain.routing.RequestView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Keeps a client at its endpoint. The cookie holds a keyed digest of the endpoint's identity, so it means the same to every
 * proxy with that key and after every restart, and survives changes around the endpoint; nobody else can make one.
 * Immutable.
 */
public final class StickyCookie {
    private static final int DIGITS = 16;
    private static final int BLOCK = 64;

    private static final byte[] SECURE = Ascii.bytes("; Secure");

    private final byte[] name;
    private final byte[] attributes;
    private final List<Endpoint> endpoints;
    private final long[] sortedTokens;
    private final int[] endpointOfSorted;
    private final Map<EndpointId, byte[]> textOf = new HashMap<>();

    /** @param key not empty; while it is secret, nobody makes a cookie or guesses an address from one */
    public StickyCookie(StickyConfig config, List<Endpoint> endpoints, byte[] key) {
        this.endpoints = endpoints;
        name = Ascii.bytes(config.cookie());
        attributes = Ascii.bytes("; Path=/; Max-Age=" + config.ttl().toSeconds() + "; HttpOnly; SameSite=Lax");
        long[] tokens = endpoints.stream()
                .mapToLong(endpoint -> token(endpoint.id(), key))
                .toArray();
        endpointOfSorted = IntStream.range(0, tokens.length)
                .boxed()
                .sorted((a, b) -> Long.compare(tokens[a], tokens[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        sortedTokens = Arrays.stream(endpointOfSorted).mapToLong(i -> tokens[i]).toArray();
        for (int i = 0; i < tokens.length; i++) {
            textOf.put(endpoints.get(i).id(), Ascii.bytes(HexFormat.of().toHexDigits(tokens[i])));
        }
    }

    /** Whether the client must be told that it belongs to this endpoint from now on. */
    public boolean isNeeded(PickRequest request, EndpointId chosen) {
        int held = endpointOf(request);
        boolean holds = held != Balancer.NONE && endpoints.get(held).id().equals(chosen);
        // why: who has left the upstream since can't be named any more.
        return !holds && textOf.containsKey(chosen);
    }

    /** Writes the value of the Set-Cookie field that binds a client to an endpoint, where {@link #isNeeded}. */
    public void write(EndpointId chosen, RequestView view, ByteBuilder into) {
        byte[] text = textOf.get(chosen);
        if (text == null) {
            throw new IllegalArgumentException(chosen + " is not an endpoint of this upstream");
        }
        into.append(name).append('=').append(text).append(attributes);
        if (view.isSecure()) {
            into.append(SECURE);
        }
    }

    /** The index of the endpoint that the request's cookie names, or {@link Balancer#NONE}. */
    int endpointOf(PickRequest request) {
        Slice value = request.scratch();
        if (!CookieHeader.find(request.view().headers(), name, value) || value.length() != DIGITS) {
            return Balancer.NONE;
        }
        long token = 0;
        for (int i = 0; i < DIGITS; i++) {
            int digit = Ascii.hexDigit(value.at(i));
            if (digit < 0) {
                return Balancer.NONE;
            }
            token = token << 4 | digit;
        }
        int found = Arrays.binarySearch(sortedTokens, token);
        return found < 0 ? Balancer.NONE : endpointOfSorted[found];
    }

    /** The first bytes of its HMAC-SHA-256 (RFC 2104). */
    private static long token(EndpointId id, byte[] key) {
        byte[] block = Arrays.copyOf(key.length > BLOCK ? digest(key) : key, BLOCK);
        byte[] inner = digest(masked(block, 0x36), id.toString().getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest(masked(block, 0x5c), inner)).getLong();
    }

    private static byte[] masked(byte[] block, int mask) {
        byte[] masked = block.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= (byte) mask;
        }
        return masked;
    }

    private static byte[] digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
