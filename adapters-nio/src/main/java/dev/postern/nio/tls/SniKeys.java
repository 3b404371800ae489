package dev.postern.nio.tls;

import java.security.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a listener shows: by the name that the client asks for, an exact name before a wildcard, and among those by
 * the type of key. What is for no name asked for is the first identity, with those of other types that are for the same
 * names. Immutable; any thread.
 */
final class SniKeys extends EngineKeys {
    private final Map<String, List<Identity>> exact = new HashMap<>();
    /** By what follows the star and its dot. */
    private final Map<String, List<Identity>> wildcard = new HashMap<>();

    private final List<Identity> otherwise;

    /**
     * @param identities the first is the default
     * @param isStrict whether there is none
     */
    SniKeys(List<Identity> identities, boolean isStrict) {
        super(identities);
        for (Identity each : identities) {
            for (String name : each.names()) {
                boolean isWildcard = name.startsWith("*.");
                (isWildcard ? wildcard : exact)
                        .computeIfAbsent(isWildcard ? name.substring(2) : name, _ -> new ArrayList<>())
                        .add(each);
            }
        }
        otherwise = isStrict
                ? List.of()
                : identities.stream()
                        .filter(each ->
                                each.names().containsAll(identities.getFirst().names()))
                        .toList();
    }

    /** Whether what is shown for one name depends on more than the name, or is uncommon. */
    boolean isMixed() {
        return Stream.of(exact.values(), wildcard.values(), List.of(otherwise))
                .flatMap(Collection::stream)
                .anyMatch(shown -> shown.stream().anyMatch(EngineKeys::isUncommon)
                        || shown.stream().map(Identity::keyType).distinct().count() > 1);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return aliasOf(keyType, engine == null ? otherwise : askedFor(engine));
    }

    private List<Identity> askedFor(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName asked : session.getRequestedServerNames()) {
                if (asked.getType() == StandardConstants.SNI_HOST_NAME) {
                    return of(asked instanceof SNIHostName host ? host.getAsciiName() : "");
                }
            }
        }
        return otherwise;
    }

    /** What is shown to who asks for this name. */
    List<Identity> of(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        List<Identity> found = exact.get(name);
        int dot = name.indexOf('.');
        if (found == null && dot > 0) {
            // RFC 6125 §6.4.3: a star stands for one label.
            found = wildcard.get(name.substring(dot + 1));
        }
        return found == null ? otherwise : found;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return null;
    }
}
