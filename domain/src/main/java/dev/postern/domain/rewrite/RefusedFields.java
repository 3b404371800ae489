package dev.postern.domain.rewrite;

import java.util.Map;
import java.util.TreeMap;

/** Header names that configuration may not write, because they belong to the connection or to the framing. */
final class RefusedFields {
    private static final String FRAMING = "frames the message; the proxy writes it itself";
    private static final String CONNECTION = "belongs to a single connection; the proxy writes it itself where needed";
    private static final TreeMap<String, String> WHY = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        WHY.putAll(Map.of(
                "Content-Length", FRAMING,
                "Transfer-Encoding", FRAMING,
                "Trailer", FRAMING,
                "Connection", CONNECTION,
                "Keep-Alive", CONNECTION,
                "Proxy-Connection", CONNECTION,
                "TE", CONNECTION,
                "Upgrade", CONNECTION,
                "HTTP2-Settings", CONNECTION));
    }

    private RefusedFields() {}

    /** Tells a fault where the name is no token or may not be written; true when it may. */
    static boolean allows(String name, String path, Faults faults) {
        if (!FieldName.isToken(name)) {
            faults.add(path, "'" + name + "' is no header name; expected letters, digits and any of !#$%&'*+-.^_`|~");
            return false;
        }
        String why = WHY.get(name);
        if (why != null) {
            faults.add(path, name + " can't be edited: it " + why);
        }
        return why == null;
    }
}
