package dev.postern.planted.nio;

import dev.postern.planted.config.etcd.EtcdKnowsConsul;
import org.jspecify.annotations.Nullable;

public final class TransportKnowsEtcd {
    public @Nullable EtcdKnowsConsul adapter;
}
