package dev.postern.nio.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The keys in force. Engines ask here, so that a context, and with it the sessions that can be resumed, outlives its
 * certificates. An engine first chooses an alias and then asks for its chain and its key, and these come from the keys
 * that it chose from, also when others have come into force in between. Any thread asks; one at a time swaps.
 */
final class SwappedKeys extends X509ExtendedKeyManager {
    /** why: between choosing and asking lie microseconds, and keys change at most as often as files are looked at. */
    private static final int REMEMBERED = 8;

    private final AtomicReferenceArray<X509ExtendedKeyManager> latest = new AtomicReferenceArray<>(REMEMBERED);
    private volatile int turn;

    SwappedKeys(X509ExtendedKeyManager first) {
        latest.set(0, first);
    }

    void use(X509ExtendedKeyManager next) {
        if (!next.equals(latest.get(turn))) {
            int following = (turn + 1) % REMEMBERED;
            latest.set(following, next);
            turn = following;
        }
    }

    private @Nullable String marked(int of, @Nullable String alias) {
        return alias == null ? null : of + ":" + alias;
    }

    private X509ExtendedKeyManager of(String marked) {
        return latest.get(Integer.parseInt(marked.substring(0, marked.indexOf(':'))));
    }

    private static String alias(String marked) {
        return marked.substring(marked.indexOf(':') + 1);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        int now = turn;
        return marked(now, latest.get(now).chooseEngineServerAlias(keyType, issuers, engine));
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        int now = turn;
        return marked(now, latest.get(now).chooseEngineClientAlias(keyTypes, issuers, engine));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String marked) {
        return of(marked).getCertificateChain(alias(marked));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String marked) {
        return of(marked).getPrivateKey(alias(marked));
    }

    // ---- of sockets, which nobody makes here

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
