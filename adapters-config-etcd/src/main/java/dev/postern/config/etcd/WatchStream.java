package dev.postern.config.etcd;

import com.google.protobuf.ByteString;
import com.ibm.etcd.api.WatchCreateRequest;
import com.ibm.etcd.api.WatchGrpc;
import com.ibm.etcd.api.WatchProgressRequest;
import com.ibm.etcd.api.WatchRequest;
import com.ibm.etcd.api.WatchResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One watch as a sequence of responses. gRPC's threads bring them, one at a time and only when asked, so that a slow
 * reader slows the server; one thread takes them. Ends with {@link #close()}, or by what {@link #next()} throws.
 */
final class WatchStream implements AutoCloseable, ClientResponseObserver<WatchRequest, WatchResponse> {
    private static final int QUIET_SECONDS = 4;
    private static final WatchRequest PROGRESS = WatchRequest.newBuilder()
            .setProgressRequest(WatchProgressRequest.getDefaultInstance())
            .build();

    private final BlockingQueue<Supplier<WatchResponse>> arrived = new LinkedBlockingQueue<>();
    private @Nullable ClientCallStreamObserver<WatchRequest> call;

    private WatchStream() {}

    /** Watches the keys from the first on and before the last, from a revision on. */
    static WatchStream open(Channel channel, ByteString first, ByteString last, long revision) {
        WatchStream stream = new WatchStream();
        WatchGrpc.newStub(channel)
                .watch(stream)
                .onNext(WatchRequest.newBuilder()
                        .setCreateRequest(WatchCreateRequest.newBuilder()
                                .setKey(first)
                                .setRangeEnd(last)
                                .setStartRevision(revision)
                                .setProgressNotify(true))
                        .build());
        return stream;
    }

    /**
     * Waits for the next response; throws when the stream has ended. Where nothing happens the server is asked whether it
     * lives, and says so by a response without events; a server that does not is as good as gone.
     */
    WatchResponse next() throws InterruptedException {
        Supplier<WatchResponse> next = arrived.poll(QUIET_SECONDS, TimeUnit.SECONDS);
        if (next == null && call != null) {
            call.onNext(PROGRESS);
            next = arrived.poll(EtcdMembers.ANSWER_SECONDS, TimeUnit.SECONDS);
        }
        if (next == null) {
            throw Status.DEADLINE_EXCEEDED
                    .withDescription("the watch is silent")
                    .asRuntimeException();
        }
        WatchResponse response = next.get();
        if (call != null) {
            call.request(1);
        }
        return response;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> started) {
        call = started;
        started.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(WatchResponse response) {
        arrived.add(() -> response);
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(() -> {
            throw Status.fromThrowable(failure).asRuntimeException();
        });
    }

    @Override
    public void onCompleted() {
        onError(Status.UNAVAILABLE.withDescription("the server ended the watch").asRuntimeException());
    }

    @Override
    public void close() {
        if (call != null) {
            call.cancel("no longer needed", null);
        }
    }
}
