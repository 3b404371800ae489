package dev.postern.nio.tls;

import java.security.Principal;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Shows one identity to every endpoint that asks, whichever authorities it names. Immutable; any thread. */
final class ClientKeys extends EngineKeys {
    private final Identity identity;

    ClientKeys(Identity identity) {
        super(List.of(identity));
        this.identity = identity;
    }

    boolean isUncommon() {
        return isUncommon(identity);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        for (String keyType : keyTypes) {
            String alias = aliasOf(keyType, List.of(identity));
            if (alias != null) {
                return alias;
            }
        }
        return null;
    }
}
