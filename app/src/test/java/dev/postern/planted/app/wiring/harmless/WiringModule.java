package dev.postern.planted.app.wiring.harmless;

import com.google.inject.AbstractModule;

public final class WiringModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(String.class).toInstance("bound");
    }
}
