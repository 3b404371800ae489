package dev.postern.nio.http1;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.loop.EventLoop;

/**
 * What a connection borrows from its worker.
 *
 * @param scratch where heads are encoded; used within one call only
 */
public record ConnectionParts(EventLoop loop, BufferPool buffers, ByteBuilder scratch, DateField date) {}
