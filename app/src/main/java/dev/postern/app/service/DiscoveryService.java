package dev.postern.app.service;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.discovery.EndpointUpdate;
import dev.postern.ports.discovery.ServiceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one watch for each service that upstreams discover, for as long as an upstream asks for it. Belongs to the
 * control thread; discoveries only post to it. Closing ends all watches and the discoveries.
 */
final class DiscoveryService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DiscoveryService.class);

    private record Service(String discovery, ServiceRef ref) {}

    private static final class Followed {
        final Place place;
        EndpointDiscovery.Watch watch = () -> {};
        boolean isAwaited = true;
        Optional<List<EndpointConfig>> endpoints = Optional.empty();
        Optional<String> unavailable = Optional.empty();

        Followed(Place place) {
            this.place = place;
        }
    }

    private final Discoveries discoveries;
    private final Control control;
    private final Consumer<String> changed;
    private final Map<Service, Followed> followed = new LinkedHashMap<>();

    /** @param changed called on the control thread whenever endpoints or their state have changed; told whose */
    DiscoveryService(Discoveries discoveries, Control control, Consumer<String> changed) {
        this.discoveries = discoveries;
        this.control = control;
        this.changed = changed;
    }

    /** Opens watches for services that are new among these elements. */
    void followAlso(List<Element> elements) {
        services(elements).forEach((service, place) -> {
            if (!followed.containsKey(service)) {
                open(service, place);
            }
        });
    }

    /** Ends the watches of services that none of these elements asks for. */
    void followOnly(List<Element> elements) {
        Set<Service> wanted = services(elements).keySet();
        Iterator<Map.Entry<Service, Followed>> all = followed.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Service, Followed> entry = all.next();
            if (!wanted.contains(entry.getKey())) {
                all.remove();
                entry.getValue().watch.close();
                log.info(
                        "event=discovery-closed upstream={} discovery={}",
                        entry.getKey().ref().upstream(),
                        entry.getKey().discovery());
            }
        }
    }

    /** True while a service is new and has told nothing, not even that it can't be asked. */
    boolean isWaiting() {
        return followed.values().stream().anyMatch(service -> service.isAwaited);
    }

    void stopWaiting() {
        followed.values().forEach(service -> service.isAwaited = false);
    }

    /** What was found for these elements, by upstream. An upstream of which nothing was heard yet is not among them. */
    Map<String, List<EndpointConfig>> endpoints(List<Element> elements) {
        Map<String, List<EndpointConfig>> byUpstream = new HashMap<>();
        for (Service service : services(elements).keySet()) {
            Optional.ofNullable(followed.get(service))
                    .flatMap(state -> state.endpoints)
                    .ifPresent(found -> byUpstream
                            .computeIfAbsent(service.ref().upstream(), name -> new ArrayList<>())
                            .addAll(found));
        }
        byUpstream.replaceAll((upstream, found) -> distinct(found));
        return byUpstream;
    }

    /** Services that can't be asked. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        followed.forEach((service, state) -> state.unavailable.ifPresent(reason -> problems.add(Problem.warning(
                state.place,
                path(service.ref().upstream(), service.discovery()),
                "can't be asked, endpoints stay as they were: " + reason))));
        return problems;
    }

    @Override
    public void close() {
        followed.values().forEach(service -> service.watch.close());
        followed.clear();
        discoveries.close();
    }

    private static Map<Service, Place> services(List<Element> elements) {
        Map<Service, Place> services = new LinkedHashMap<>();
        for (Element element : elements) {
            if (element.value() instanceof UpstreamConfig upstream) {
                String name = element.id().name();
                upstream.discover()
                        .forEach((key, options) -> services.put(
                                new Service(key, new ServiceRef(name, options)), element.placeOf(path(name, key))));
            }
        }
        return services;
    }

    private static String path(String upstream, String discovery) {
        return "upstreams." + upstream + ".discover." + discovery;
    }

    private void open(Service service, Place place) {
        Followed state = new Followed(place);
        followed.put(service, state);
        discoveries.find(service.discovery()).ifPresent(discovery -> {
            log.info(
                    "event=discovery-opened upstream={} discovery={}",
                    service.ref().upstream(),
                    service.discovery());
            state.watch = discovery.watch(service.ref(), update -> control.execute(() -> told(service, state, update)));
        });
    }

    private void told(Service service, Followed state, EndpointUpdate update) {
        // why: an update may have been on its way while its watch was closed.
        if (followed.get(service) != state) {
            return;
        }
        state.isAwaited = false;
        switch (update) {
            case EndpointUpdate.Endpoints(List<EndpointConfig> endpoints) -> {
                state.endpoints = Optional.of(List.copyOf(endpoints));
                state.unavailable = Optional.empty();
            }
            case EndpointUpdate.Unavailable(String reason) -> state.unavailable = Optional.of(reason);
        }
        changed.accept(
                "discovery " + service.discovery() + " of " + service.ref().upstream());
    }

    private static List<EndpointConfig> distinct(List<EndpointConfig> found) {
        Set<Address> seen = new HashSet<>();
        return found.stream().filter(endpoint -> seen.add(endpoint.address())).toList();
    }
}
