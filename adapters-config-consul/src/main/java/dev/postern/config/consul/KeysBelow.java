package dev.postern.config.consul;

import dev.postern.config.consul.BlockingQuery.Answer;
import dev.postern.config.consul.ConsulConnection.Consistency;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.option.QueryOptions;

/** Asks for all keys below a root, and does not believe that there are none before that is proved. */
final class KeysBelow implements BlockingQuery.Question<SortedMap<String, String>> {
    private final ConsulAgents agents;
    private final String root;

    KeysBelow(ConsulAgents agents, String root) {
        this.agents = agents;
        this.root = root;
    }

    @Override
    public String subject() {
        return root;
    }

    @Override
    public Answer<SortedMap<String, String>> ask(Consul agent, QueryOptions options) {
        ConsulResponse<List<Value>> answer = agent.keyValueClient().getConsulResponseWithValues(root, options);
        if (values(answer).isEmpty()) {
            answer = proveEmpty(agent.keyValueClient());
        }
        SortedMap<String, String> values = new TreeMap<>();
        values(answer)
                .forEach(value ->
                        values.put(value.getKey(), value.getValueAsString().orElse("")));
        return Answer.of(values, answer);
    }

    /**
     * Nothing may mean that there is nothing, that the server which answered has not caught up, or that the token may
     * read none of it: a listing leaves out what may not be read. So it is asked again through the leader, and a single
     * key too, for which a missing right is an error.
     */
    private ConsulResponse<List<Value>> proveEmpty(KeyValueClient keys) {
        QueryOptions consistent = agents.question(Consistency.CONSISTENT).build();
        ConsulResponse<List<Value>> answer = keys.getConsulResponseWithValues(root, consistent);
        if (values(answer).isEmpty()) {
            if (!answer.isKnownLeader()) {
                throw new UnprovenException("the cluster has no leader that could tell that " + root + " is empty");
            }
            keys.getConsulResponseWithValue(root + "config", consistent);
        }
        return answer;
    }

    /** why: the client says 404 by no list at all. */
    private static List<Value> values(ConsulResponse<List<Value>> answer) {
        return Objects.requireNonNullElse(answer.getResponse(), List.of());
    }
}
