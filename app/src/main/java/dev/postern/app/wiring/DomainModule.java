package dev.postern.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.postern.domain.balancing.BalancerFactory;
import dev.postern.domain.compile.Compilation;
import dev.postern.domain.compile.CompileInput;
import dev.postern.domain.compile.SnapshotCompiler;
import java.util.function.Function;

/** The domain's own decisions. */
final class DomainModule extends AbstractModule {
    private final byte[] stickyKey;

    DomainModule(byte[] stickyKey) {
        this.stickyKey = stickyKey.clone();
    }

    @Provides
    @Singleton
    Function<CompileInput, Compilation> compiler() {
        return new SnapshotCompiler(new BalancerFactory(stickyKey))::compile;
    }
}
