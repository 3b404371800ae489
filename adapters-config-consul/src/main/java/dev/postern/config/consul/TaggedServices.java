package dev.postern.config.consul;

import dev.postern.config.consul.BlockingQuery.Answer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.option.QueryOptions;

/** Asks for the names of all services with their tags, of which only those are told that have one that begins alike. */
final class TaggedServices implements BlockingQuery.Question<SortedMap<String, List<String>>> {
    private final String prefix;

    TaggedServices(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public String subject() {
        return "the catalog of services";
    }

    @Override
    public boolean isNothing(SortedMap<String, List<String>> found) {
        return found.isEmpty();
    }

    @Override
    public Answer<SortedMap<String, List<String>>> ask(Consul agent, QueryOptions options) {
        ConsulResponse<Map<String, List<String>>> answer = agent.catalogClient().getServices(options);
        Map<String, List<String>> services = Objects.requireNonNullElse(answer.getResponse(), Map.of());
        // why: Consul itself is a service, and what a token may not see is left out of the answer in silence
        if (services.isEmpty()) {
            throw new UnprovenException("shows no service at all, not even its own; the token may read none");
        }
        SortedMap<String, List<String>> tagged = new TreeMap<>();
        services.forEach((name, tags) -> {
            List<String> own = tags.stream()
                    .filter(tag -> tag.strip().startsWith(prefix))
                    .sorted()
                    .toList();
            if (!own.isEmpty()) {
                tagged.put(name, own);
            }
        });
        return Answer.of(tagged, answer);
    }
}
