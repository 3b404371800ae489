package dev.postern.planted.nio;

import com.google.inject.Guice;
import com.google.inject.Injector;

public final class TransportKnowsGuice {
    public Injector injector() {
        return Guice.createInjector();
    }
}
