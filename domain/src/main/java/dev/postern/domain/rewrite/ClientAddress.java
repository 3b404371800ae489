package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.IpText;
import dev.postern.domain.bytes.Slice;

/**
 * Who speaks to us, and for whom. A connection owns one: it names its peer once, and for each request
 * {@link ForwardedHeaders#identify} finds out who the client is. Its slices hold until the next request.
 */
public final class ClientAddress {
    private final byte[] peer = new byte[16];
    private int peerLength;
    private int peerPort;
    private boolean peerSecure;
    private boolean trusted;
    private final ByteBuilder peerText = new ByteBuilder(45);

    private final byte[] client = new byte[16];
    private int clientLength;
    private int clientPort;
    private boolean secure;
    private final ByteBuilder clientText = new ByteBuilder(45);

    private final Slice address = new Slice();
    private final Slice text = new Slice();
    private final Slice peerTextSlice = new Slice();

    /**
     * Names the other end of a connection, or whom a PROXY header named in its place.
     *
     * @param address 4 or 16 bytes, or empty for a Unix-domain peer
     */
    public void connected(Slice address, int port, Scheme scheme) {
        System.arraycopy(address.array(), address.start(), peer, 0, address.length());
        peerLength = IpText.unmap(peer, address.length());
        peerPort = port;
        peerSecure = scheme == Scheme.HTTPS;
        IpText.append(this.address.set(peer, 0, peerLength), peerText.clear());
        clientIsPeer();
    }

    /** What a connection itself speaks. */
    public enum Scheme {
        HTTP,
        HTTPS
    }

    /** 4 or 16 bytes of the client's address, empty for a Unix-domain peer. */
    public Slice address() {
        return address.set(client, 0, clientLength);
    }

    public Slice text() {
        return clientText.slice(0, text);
    }

    /** The client's port, or 0 where a proxy did not tell it. */
    public int port() {
        return clientPort;
    }

    /** Whether the client speaks TLS, to us or to the trusted peer that says so. */
    public boolean isSecure() {
        return secure;
    }

    /** Whether what the peer says about the client is believed. */
    public boolean isPeerTrusted() {
        return trusted;
    }

    boolean isPeerSecure() {
        return peerSecure;
    }

    Slice peerText() {
        return peerText.slice(0, peerTextSlice);
    }

    boolean isPeerWithin(TrustedNetworks networks) {
        return networks.contains(peer, peerLength);
    }

    void clientIsPeer() {
        System.arraycopy(peer, 0, client, 0, peerLength);
        clientLength = peerLength;
        clientPort = peerPort;
        secure = peerSecure;
        trusted = false;
        clientText.clear().append(peerText());
    }

    void trust() {
        trusted = true;
    }

    void clientIs(byte[] address, int length, int port) {
        System.arraycopy(address, 0, client, 0, length);
        clientLength = length;
        clientPort = port;
        IpText.append(address(), clientText.clear());
    }

    void secure(Scheme scheme) {
        secure = scheme == Scheme.HTTPS;
    }
}
