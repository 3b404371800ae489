package dev.postern.planted.ports;

import dev.postern.planted.config.etcd.EtcdKnowsOkHttp;
import org.jspecify.annotations.Nullable;

public final class PortKnowsAnAdapter {
    public @Nullable EtcdKnowsOkHttp adapter;
}
