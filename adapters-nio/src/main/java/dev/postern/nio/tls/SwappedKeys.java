package dev.postern.nio.tls;

import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The keys in force. Engines ask here, so that a context, and with it the sessions that can be resumed, outlives its
 * certificates. An engine first chooses an alias and then asks for its chain and its key, and these come from the keys
 * that it chose from, also when others have come into force in between. Any thread asks; one at a time swaps.
 */
final class SwappedKeys extends KeysWithoutSockets {
    /** why: between choosing and asking lie microseconds, and keys change at most as often as files are looked at. */
    private static final int REMEMBERED = 8;

    /** Keys of one time, and those of them that were asked for in the form that the engine likes. */
    private record Keys(X509ExtendedKeyManager as, Map<String, PrivateKey> own) {
        Keys(X509ExtendedKeyManager as) {
            this(as, new ConcurrentHashMap<>());
        }
    }

    private final TlsEngines engines;
    private final AtomicReferenceArray<Keys> latest = new AtomicReferenceArray<>(REMEMBERED);
    private volatile int turn;

    SwappedKeys(TlsEngines engines, X509ExtendedKeyManager first) {
        this.engines = engines;
        latest.set(0, new Keys(first));
    }

    void use(X509ExtendedKeyManager next) {
        if (!next.equals(latest.get(turn).as)) {
            int following = (turn + 1) % REMEMBERED;
            latest.set(following, new Keys(next));
            turn = following;
        }
    }

    private @Nullable String marked(int of, @Nullable String alias) {
        return alias == null ? null : of + ":" + alias;
    }

    private Keys of(String marked) {
        return latest.get(Integer.parseInt(marked.substring(0, marked.indexOf(':'))));
    }

    private static String alias(String marked) {
        return marked.substring(marked.indexOf(':') + 1);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        int now = turn;
        return marked(now, latest.get(now).as.chooseEngineServerAlias(keyType, issuers, engine));
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        int now = turn;
        return marked(now, latest.get(now).as.chooseEngineClientAlias(keyTypes, issuers, engine));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String marked) {
        return of(marked).as.getCertificateChain(alias(marked));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String marked) {
        Keys keys = of(marked);
        PrivateKey known = keys.own.get(marked);
        PrivateKey key = known == null ? keys.as.getPrivateKey(alias(marked)) : known;
        if (known != null || key == null) {
            return key;
        }
        PrivateKey own = engines.own(key);
        keys.own.put(marked, own);
        return own;
    }
}
