package dev.postern.planted.config.etcd;

import dev.postern.planted.config.consul.ConsulKnowsNetty;
import org.jspecify.annotations.Nullable;

public final class EtcdKnowsConsul {
    public @Nullable ConsulKnowsNetty adapter;
}
