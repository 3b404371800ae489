package dev.postern.nio.http;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.RequestView;
import dev.postern.ports.telemetry.TlsFacts;

/** Of a request whose head is given back while the exchange goes on. */
record KeptHead(
        Slice client,
        Slice requestId,
        Slice method,
        Slice host,
        Slice path,
        Slice query,
        boolean isSecure,
        TlsFacts tls,
        Slice traceId) {
    static KeptHead of(RequestView request, TlsFacts tls, Slice traceId) {
        return new KeptHead(
                request.clientIp().copy(),
                request.requestId().copy(),
                request.method().copy(),
                request.host().copy(),
                request.path().copy(),
                request.query().copy(),
                request.isSecure(),
                tls,
                traceId.copy());
    }
}
