package dev.postern.config.etcd;

import com.google.protobuf.ByteString;
import com.ibm.etcd.api.Compare;
import com.ibm.etcd.api.Compare.CompareResult;
import com.ibm.etcd.api.Compare.CompareTarget;
import com.ibm.etcd.api.KVGrpc;
import com.ibm.etcd.api.LeaseGrantRequest;
import com.ibm.etcd.api.LeaseGrantResponse;
import com.ibm.etcd.api.LeaseGrpc;
import com.ibm.etcd.api.LeaseKeepAliveRequest;
import com.ibm.etcd.api.LeaseKeepAliveResponse;
import com.ibm.etcd.api.LeaseRevokeRequest;
import com.ibm.etcd.api.PutRequest;
import com.ibm.etcd.api.RequestOp;
import com.ibm.etcd.api.TxnRequest;
import dev.postern.config.etcd.LeasedKey.Entry;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A lease that a cluster gave. Its questions wait for their answers.
 *
 * @param id zero for none
 */
record Lease(long id, Duration lifetime) {
    static final Lease NONE = new Lease(0, Duration.ZERO);

    boolean isNone() {
        return id == 0;
    }

    /** Keeps it and the key alive, or another in its place: a cluster may have lost it, or never have known it. */
    Lease lookAfter(Channel channel, Entry entry) {
        Lease alive = isNone() || keepAlive(channel) <= 0 ? grant(channel, entry.lifetime()) : this;
        alive.putUnlessThere(channel, entry);
        return alive;
    }

    private static Lease grant(Channel channel, Duration lifetime) {
        LeaseGrantResponse granted = LeaseGrpc.newBlockingStub(channel)
                .withDeadlineAfter(EtcdMembers.ANSWER_SECONDS, TimeUnit.SECONDS)
                .leaseGrant(LeaseGrantRequest.newBuilder()
                        .setTTL(lifetime.toSeconds())
                        .build());
        return new Lease(granted.getID(), Duration.ofSeconds(Math.max(1, granted.getTTL())));
    }

    /** The seconds that it then has; none when there is no such lease any more. */
    private long keepAlive(Channel channel) {
        CompletableFuture<Long> seconds = new CompletableFuture<>();
        StreamObserver<LeaseKeepAliveRequest> requests = LeaseGrpc.newStub(channel)
                .withDeadlineAfter(EtcdMembers.ANSWER_SECONDS, TimeUnit.SECONDS)
                .leaseKeepAlive(new StreamObserver<LeaseKeepAliveResponse>() {
                    @Override
                    public void onNext(LeaseKeepAliveResponse kept) {
                        seconds.complete(kept.getTTL());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        seconds.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        onError(Status.UNAVAILABLE.asRuntimeException());
                    }
                });
        requests.onNext(LeaseKeepAliveRequest.newBuilder().setID(id).build());
        requests.onCompleted();
        try {
            return seconds.join();
        } catch (CompletionException e) {
            throw Status.fromThrowable(e).asRuntimeException();
        }
    }

    private void putUnlessThere(Channel channel, Entry entry) {
        ByteString key = ByteString.copyFromUtf8(entry.key());
        KVGrpc.newBlockingStub(channel)
                .withDeadlineAfter(EtcdMembers.ANSWER_SECONDS, TimeUnit.SECONDS)
                .txn(TxnRequest.newBuilder()
                        .addCompare(Compare.newBuilder()
                                .setKey(key)
                                .setTarget(CompareTarget.LEASE)
                                .setResult(CompareResult.EQUAL)
                                .setLease(id))
                        .addFailure(RequestOp.newBuilder()
                                .setRequestPut(PutRequest.newBuilder()
                                        .setKey(key)
                                        .setValue(ByteString.copyFromUtf8(entry.value()))
                                        .setLease(id)))
                        .build());
    }

    /** Takes its keys away with it; also true when there is no such lease any more. */
    boolean revoke(Channel channel) {
        try {
            LeaseGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(EtcdMembers.ANSWER_SECONDS, TimeUnit.SECONDS)
                    .leaseRevoke(LeaseRevokeRequest.newBuilder().setID(id).build());
        } catch (RuntimeException e) {
            if (Status.fromThrowable(e).getCode() != Status.Code.NOT_FOUND) {
                throw e;
            }
        }
        return true;
    }
}
