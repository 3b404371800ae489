package dev.postern.nio;

import dev.postern.domain.failure.FailureKind;
import dev.postern.nio.http.Exchange;
import dev.postern.nio.http.ExchangeParts;
import dev.postern.nio.http.OwnAnswer;
import dev.postern.nio.http.RequestIds;
import dev.postern.nio.http.ServerStreamListener;
import dev.postern.nio.http1.Http1ServerConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker's side of an http listener: gives each connection its exchange. */
final class HttpFront implements Http1ServerConnection.Front {
    private static final Logger log = LoggerFactory.getLogger(HttpFront.class);

    private final Worker worker;
    private final ListenerBinding binding;
    private final ExchangeParts parts;
    private final RequestIds ids;

    HttpFront(Worker worker, ListenerBinding binding, ExchangeParts parts) {
        this.worker = worker;
        this.binding = binding;
        this.parts = parts;
        ids = new RequestIds(parts.chance());
    }

    @Override
    public ServerStreamListener follow(Http1ServerConnection connection) {
        return new Exchange(parts, connection);
    }

    @Override
    public OwnAnswer refusal(FailureKind kind) {
        OwnAnswer answer = OwnAnswer.toUnreadable(kind, ids.next());
        log.debug("event=request-refused listener={} cause={} requestId={}", binding.name(), kind, answer.requestId());
        return answer;
    }

    @Override
    public void closed(Http1ServerConnection connection) {
        worker.closed(connection);
        binding.left();
    }
}
