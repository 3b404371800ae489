package dev.postern.config.consul;

import dev.postern.config.consul.ConsulConnection.Consistency;
import dev.postern.ports.config.TargetException;
import dev.postern.ports.store.StoreWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.model.kv.ImmutableOperation;
import org.kiwiproject.consul.model.kv.Operation;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.model.kv.Verb;
import org.kiwiproject.consul.option.ImmutableTransactionOptions;
import org.kiwiproject.consul.option.QueryOptions;
import org.kiwiproject.consul.option.TransactionOptions;

/** Writes keys below a root by transactions that compare the index of each key. */
final class ConsulWriter implements StoreWriter {
    private static final int OPERATIONS = 64;
    /** Of the 512 KiB of a request, with room for what Base64 and JSON add to keys and texts. */
    private static final Limits LIMITS = new Limits(OPERATIONS, 350 << 10);

    private final ConsulAgents agents;
    private final String root;
    private int agent;

    ConsulWriter(ConsulAgents agents, String root) {
        this.agents = agents;
        this.root = root;
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    /** Turns to the next agent when one fails. What a server tells that has not caught up would never be overwritten. */
    @Override
    public State read() throws TargetException {
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < agents.count(); i++) {
            try {
                return read(agents.client(agent));
            } catch (RuntimeException e) {
                failures.add(agents.name(agent) + ": " + Failures.line(e, root));
                agent = (agent + 1) % agents.count();
            }
        }
        throw new TargetException("can't be read: " + String.join("; ", failures));
    }

    private State read(Consul client) {
        QueryOptions consistent = agents.question(Consistency.CONSISTENT).build();
        ConsulResponse<List<Value>> answer = client.keyValueClient().getConsulResponseWithValues(root, consistent);
        // why: a listing leaves out what may not be read; only of a single key is that an error
        client.keyValueClient().getConsulResponseWithValue(root + "config", consistent);
        SortedMap<String, Versioned> keys = new TreeMap<>();
        for (Value value : Objects.requireNonNullElse(answer.getResponse(), List.<Value>of())) {
            keys.put(value.getKey(), new Versioned(value.getValueAsString().orElse(""), value.getModifyIndex()));
        }
        BigInteger index = Objects.requireNonNullElse(answer.getIndex(), BigInteger.ZERO);
        return new State(keys, index.longValue());
    }

    @Override
    public boolean commit(List<Write> writes, Others others) throws TargetException {
        List<Operation> operations = new ArrayList<>();
        writes.forEach(write -> operations.add(operation(write)));
        others.unchanged().ifPresent(state -> addChecks(operations, writes, state));
        try {
            agents.client(agent).keyValueClient().performTransaction(options(), operations.toArray(Operation[]::new));
            return true;
        } catch (ConsulException e) {
            if (e.hasCode() && e.getCode() == 409) {
                return false;
            }
            throw failed(e);
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    private TransactionOptions options() {
        ImmutableTransactionOptions.Builder options = ImmutableTransactionOptions.builder();
        agents.connection().datacenter().ifPresent(options::datacenter);
        return options.build();
    }

    private TargetException failed(RuntimeException e) {
        boolean isRefusal = e instanceof ConsulException consul && consul.hasCode() && consul.getCode() < 500;
        return TargetException.ofTransaction(agents.name(agent) + ": " + Failures.line(e, root), isRefusal);
    }

    private static Operation operation(Write write) {
        BigInteger version = BigInteger.valueOf(write.version());
        return write.text()
                .map(text -> ImmutableOperation.builder(Verb.CHECK_AND_SET)
                        .key(write.key())
                        .value(text)
                        .index(version)
                        .build())
                .orElseGet(() -> ImmutableOperation.builder(Verb.DELETE_CHECK_AND_SET)
                        .key(write.key())
                        .index(version)
                        .build());
    }

    /** Consul can't compare a whole prefix: as many of the other keys as there is room for. */
    private static void addChecks(List<Operation> operations, List<Write> writes, State state) {
        Set<String> written = new HashSet<>();
        writes.forEach(write -> written.add(write.key()));
        for (Map.Entry<String, Versioned> key : state.keys().entrySet()) {
            if (operations.size() < OPERATIONS && !written.contains(key.getKey())) {
                operations.add(ImmutableOperation.builder(Verb.CHECK_INDEX)
                        .key(key.getKey())
                        .index(BigInteger.valueOf(key.getValue().version()))
                        .build());
            }
        }
    }

    @Override
    public void close() {
        agents.close();
    }
}
