package dev.postern.nio.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Identities by aliases. Immutable; any thread. */
abstract class EngineKeys extends KeysWithoutSockets {
    private static final Set<String> COMMON = Set.of("RSA", "EC");

    private final Map<String, Identity> byAlias = new HashMap<>();

    EngineKeys(List<Identity> identities) {
        identities.forEach(each -> byAlias.put(each.name(), each));
    }

    /** Whether not every native engine knows such keys. */
    static boolean isUncommon(Identity identity) {
        return !COMMON.contains(identity.keyType());
    }

    /** The first of them that has this type of key. */
    static @Nullable String aliasOf(String keyType, List<Identity> identities) {
        for (Identity each : identities) {
            if (each.keyType().equals(keyType)) {
                return each.name();
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = byAlias.get(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = byAlias.get(alias);
        return identity == null ? null : identity.key();
    }
}
