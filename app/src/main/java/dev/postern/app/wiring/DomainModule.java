package dev.postern.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.postern.domain.balancing.BalancerFactory;
import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.compile.Compilation;
import dev.postern.domain.compile.CompileInput;
import dev.postern.domain.compile.SnapshotCompiler;
import java.util.function.Function;

/** The domain's own decisions. */
final class DomainModule extends AbstractModule {
    /** Keeps addresses out of cookies; the same everywhere, so that proxies side by side read each other's. */
    private static final byte[] STICKY_KEY = Ascii.bytes("postern sticky v1");

    @Provides
    @Singleton
    Function<CompileInput, Compilation> compiler() {
        return new SnapshotCompiler(new BalancerFactory(STICKY_KEY))::compile;
    }
}
