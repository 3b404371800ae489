package dev.postern.planted.config.consul;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

public final class ConsulKnowsNetty {
    public ByteBuf buffer() {
        return Unpooled.EMPTY_BUFFER;
    }
}
