package dev.postern.nio.http;

import dev.postern.domain.rewrite.ClientAddress;
import dev.postern.domain.rewrite.HopByHop;
import dev.postern.domain.snapshot.HttpListener;
import dev.postern.domain.upstream.Randomness;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.overload.Strain;
import dev.postern.nio.tcp.Sessions;
import dev.postern.ports.telemetry.ExchangeObserver;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an exchange borrows from its worker.
 *
 * @param listener the listener that the connection came in by, in the snapshot in force; empty when it has gone
 * @param hopByHop used within one call only
 * @param client knows the peer of the connection
 * @param observer hears of it when it has ended
 */
public record ExchangeParts(
        EventLoop loop,
        BufferPool buffers,
        Strain strain,
        Upstreams upstreams,
        Supplier<Optional<HttpListener>> listener,
        Randomness chance,
        HopByHop hopByHop,
        ClientAddress client,
        Sessions sessions,
        ExchangeObserver observer) {}
