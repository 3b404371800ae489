package dev.postern.config.etcd;

import com.google.protobuf.ByteString;
import com.ibm.etcd.api.Compare;
import com.ibm.etcd.api.Compare.CompareResult;
import com.ibm.etcd.api.Compare.CompareTarget;
import com.ibm.etcd.api.DeleteRangeRequest;
import com.ibm.etcd.api.KVGrpc;
import com.ibm.etcd.api.KeyValue;
import com.ibm.etcd.api.PutRequest;
import com.ibm.etcd.api.RangeRequest;
import com.ibm.etcd.api.RangeResponse;
import com.ibm.etcd.api.RequestOp;
import com.ibm.etcd.api.TxnRequest;
import dev.postern.config.etcd.Questions.UnansweredException;
import dev.postern.ports.config.TargetException;
import dev.postern.ports.store.StoreWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Writes keys below a root by transactions that compare the revision of each key. */
final class EtcdWriter implements StoreWriter {
    /** Of the 128 operations that etcd takes in a transaction unless told otherwise, one compares the others. */
    private static final Limits LIMITS = new Limits(127, 1 << 20);

    private final EtcdMembers members;
    private final Questions questions;
    private final KeyRange range;

    EtcdWriter(EtcdMembers members, String root) {
        this.members = members;
        this.questions = new Questions(members, root);
        this.range = new KeyRange(root);
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public State read() throws TargetException {
        RangeRequest request = RangeRequest.newBuilder()
                .setKey(range.first())
                .setRangeEnd(range.end())
                .build();
        try {
            RangeResponse found = questions.ask(channel -> KVGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(EtcdMembers.ANSWER_SECONDS, TimeUnit.SECONDS)
                    .range(request));
            SortedMap<String, Versioned> keys = new TreeMap<>();
            for (KeyValue key : found.getKvsList()) {
                keys.put(
                        key.getKey().toStringUtf8(),
                        new Versioned(key.getValue().toStringUtf8(), key.getModRevision()));
            }
            return new State(keys, found.getHeader().getRevision());
        } catch (UnansweredException e) {
            throw new TargetException("can't be read: " + e.getMessage());
        }
    }

    @Override
    public boolean commit(List<Write> writes, Others others) throws TargetException {
        TxnRequest.Builder transaction = TxnRequest.newBuilder();
        others.unchanged().ifPresent(state -> transaction.addCompare(nothingNewerThan(state.version())));
        for (Write write : writes) {
            ByteString key = ByteString.copyFromUtf8(write.key());
            transaction.addCompare(Compare.newBuilder()
                    .setKey(key)
                    .setTarget(CompareTarget.MOD)
                    .setResult(CompareResult.EQUAL)
                    .setModRevision(write.version()));
            transaction.addSuccess(operation(key, write));
        }
        TxnRequest request = transaction.build();
        try {
            return questions
                    .askOnce(channel -> KVGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(EtcdMembers.ANSWER_SECONDS, TimeUnit.SECONDS)
                            .txn(request))
                    .getSucceeded();
        } catch (UnansweredException e) {
            throw TargetException.ofTransaction(String.valueOf(e.getMessage()), e.isRefusal());
        }
    }

    private Compare nothingNewerThan(long revision) {
        return Compare.newBuilder()
                .setKey(range.first())
                .setRangeEnd(range.end())
                .setTarget(CompareTarget.MOD)
                .setResult(CompareResult.LESS)
                .setModRevision(revision + 1)
                .build();
    }

    private static RequestOp operation(ByteString key, Write write) {
        RequestOp.Builder operation = RequestOp.newBuilder();
        write.text()
                .ifPresentOrElse(
                        text -> operation.setRequestPut(
                                PutRequest.newBuilder().setKey(key).setValue(ByteString.copyFromUtf8(text))),
                        () -> operation.setRequestDeleteRange(
                                DeleteRangeRequest.newBuilder().setKey(key)));
        return operation.build();
    }

    @Override
    public void close() {
        members.close();
    }
}
