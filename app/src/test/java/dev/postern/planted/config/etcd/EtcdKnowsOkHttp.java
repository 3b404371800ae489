package dev.postern.planted.config.etcd;

import okhttp3.OkHttpClient;

public final class EtcdKnowsOkHttp {
    public OkHttpClient client() {
        return new OkHttpClient();
    }
}
