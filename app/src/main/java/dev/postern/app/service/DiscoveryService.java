package dev.postern.app.service;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.discovery.EndpointUpdate;
import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.traffic.EndpointHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one watch for each service that upstreams discover, and for each name in the place of an endpoint's address, for as
 * long as an upstream asks for it. Belongs to the control thread; discoveries only post to it. Closing ends all watches and the discoveries.
 */
final class DiscoveryService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DiscoveryService.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private record Service(String discovery, ServiceRef ref) {
        /** The same in every run. */
        String key() {
            return discovery + " " + ref.upstream() + " " + new TreeMap<>(ref.options());
        }
    }

    /**
     * Who asks for a service.
     *
     * @param written the endpoint whose name it is, where it was not asked for under {@code discover}
     */
    private record Asker(Place place, String path, Optional<EndpointConfig> written) {
        /** What is found counts as what was written. */
        List<EndpointConfig> asWritten(List<EndpointConfig> found) {
            return written.map(endpoint -> found.stream()
                            .map(each -> endpoint.at(each.address()))
                            .toList())
                    .orElse(found);
        }
    }

    private static final class Followed {
        final Asker asker;
        EndpointDiscovery.Watch watch = () -> {};
        boolean isAwaited = true;
        Optional<List<EndpointConfig>> endpoints = Optional.empty();
        Optional<String> unavailable = Optional.empty();
        Optional<List<EndpointConfig>> saved = Optional.empty();
        Optional<List<EndpointConfig>> held = Optional.empty();
        List<String> leftOut = List.of();
        int watches;
        boolean isSecondRead;
        final LeftBehind left;

        Followed(Asker asker, LeftBehind left) {
            this.asker = asker;
            this.left = left;
        }

        int count() {
            return known().map(List::size).orElse(0);
        }

        /** Who is kept is among them. What was saved stands in where nothing was heard in time. */
        Optional<List<EndpointConfig>> known() {
            return endpoints.or(() -> isAwaited ? Optional.empty() : saved).map(told -> {
                List<EndpointConfig> all = new ArrayList<>(told);
                all.addAll(left.all());
                return all;
            });
        }
    }

    private static final String NAMES = "dns";
    private static final int MOST_LEFT_OUT = 10;

    private final Discoveries discoveries;
    private final Control control;
    private final ObjLongConsumer<String> changed;
    private final Supplier<Duration> hold;
    private final Supplier<Map<EndpointId, EndpointHealth>> health;
    private final Map<Service, Followed> followed = new LinkedHashMap<>();
    private volatile Set<EndpointId> kept = Set.of();
    private boolean isLooking;
    private Map<String, List<EndpointConfig>> saved = Map.of();

    /**
     * @param health asks how endpoints are
     * @param changed called on the control thread whenever endpoints or their state have changed; told whose, and when seen
     */
    DiscoveryService(
            Discoveries discoveries,
            Control control,
            Supplier<Duration> hold,
            Supplier<Map<EndpointId, EndpointHealth>> health,
            ObjLongConsumer<String> changed) {
        this.health = health;
        this.discoveries = discoveries;
        this.control = control;
        this.hold = hold;
        this.changed = changed;
    }

    /** What an earlier run found, for services that can't be asked now. */
    void restore(Map<String, List<EndpointConfig>> endpoints) {
        saved = endpoints;
    }

    /** What is known now, to be saved. */
    Map<String, List<EndpointConfig>> known() {
        Map<String, List<EndpointConfig>> known = new LinkedHashMap<>();
        followed.forEach((service, state) -> state.known().ifPresent(found -> known.put(service.key(), found)));
        return known;
    }

    /** A person says that what is held is meant. False where nothing is held. */
    boolean believe() {
        boolean any = false;
        for (Followed state : followed.values()) {
            if (state.held.isPresent()) {
                any = true;
                state.held.ifPresent(held -> take(state, held, List.of()));
            }
        }
        return any;
    }

    /** Opens watches for services that are new among these elements. */
    void followAlso(List<Element> elements) {
        services(elements).forEach((service, asker) -> {
            if (!followed.containsKey(service)) {
                open(service, asker);
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
        services(elements)
                .forEach((service, asker) -> Optional.ofNullable(followed.get(service))
                        .flatMap(Followed::known)
                        .ifPresent(found -> byUpstream
                                .computeIfAbsent(service.ref().upstream(), name -> new ArrayList<>())
                                .addAll(asker.asWritten(found))));
        byUpstream.replaceAll((upstream, found) -> distinct(found));
        return byUpstream;
    }

    /** Services that can't be asked, and those whose answer is held. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        followed.forEach((service, state) -> {
            state.unavailable.ifPresent(reason -> {
                boolean isSaved = state.endpoints.isEmpty() && state.saved.isPresent();
                String what = isSaved ? "endpoints are those that were saved: " : "endpoints stay as they were: ";
                problems.add(Problem.warning(state.asker.place, state.asker.path, "can't be asked, " + what + reason));
            });
            state.left
                    .all()
                    .forEach(endpoint -> problems.add(Problem.warning(
                            state.asker.place,
                            state.asker.path,
                            endpoint.address()
                                    + " is not told any more, but its probes pass; it is kept until they fail")));
            state.leftOut.stream()
                    .limit(MOST_LEFT_OUT)
                    .forEach(line -> problems.add(Problem.warning(state.asker.place, state.asker.path, line)));
            state.held.ifPresent(held -> problems.add(Problem.error(
                    state.asker.place,
                    state.asker.path,
                    Shrinking.ofEndpoints(state.count(), held.size()).orElse("is smaller than before")
                            + "; held until it says so again after changes.hold,"
                            + " or until POST /config/apply confirms it")));
        });
        return problems;
    }

    @Override
    public void close() {
        followed.values().forEach(service -> service.watch.close());
        followed.clear();
        discoveries.close();
    }

    private Map<Service, Asker> services(List<Element> elements) {
        Map<Service, Asker> services = new LinkedHashMap<>();
        for (Element element : elements) {
            if (element.value() instanceof UpstreamConfig upstream) {
                String name = element.id().name();
                upstream.discover().forEach((key, options) -> {
                    String path = "upstreams." + name + ".discover." + key;
                    services.put(
                            new Service(key, new ServiceRef(name, options)),
                            new Asker(element.placeOf(path), path, Optional.empty()));
                });
                for (int i = 0; i < upstream.endpoints().size(); i++) {
                    named(element, i, upstream.endpoints().get(i), services);
                }
            }
        }
        return services;
    }

    private void named(Element element, int index, EndpointConfig endpoint, Map<Service, Asker> services) {
        Address address = endpoint.address();
        if (address.isNamed() && discoveries.knows(NAMES)) {
            Map<String, List<String>> options =
                    Map.of("name", List.of(address.host()), "port", List.of(Integer.toString(address.port())));
            String path = element.id().path() + ".endpoints[" + index + "]";
            services.putIfAbsent(
                    new Service(NAMES, new ServiceRef(element.id().name(), options)),
                    new Asker(element.placeOf(path), path, Optional.of(endpoint)));
        }
    }

    private void open(Service service, Asker asker) {
        Followed state = new Followed(asker, new LeftBehind(service.ref().upstream(), health));
        state.saved = Optional.ofNullable(saved.get(service.key()));
        followed.put(service, state);
        watch(service, state);
    }

    private void watch(Service service, Followed state) {
        discoveries.find(service.discovery()).ifPresent(discovery -> {
            log.info(
                    "event=discovery-opened upstream={} discovery={}",
                    service.ref().upstream(),
                    service.discovery());
            int number = ++state.watches;
            state.watch = discovery.watch(service.ref(), update -> {
                long seenNanos = control.nanoTime();
                control.execute(() -> told(service, state, number, update, seenNanos));
            });
        });
    }

    private void told(Service service, Followed state, int number, EndpointUpdate update, long seenNanos) {
        // why: an update may have been on its way while its watch was closed.
        if (followed.get(service) != state || state.watches != number) {
            return;
        }
        switch (update) {
            case EndpointUpdate.Endpoints(List<EndpointConfig> endpoints, List<String> leftOut) -> {
                state.leftOut = leftOut;
                state.unavailable = Optional.empty();
                found(service, state, List.copyOf(endpoints));
            }
            case EndpointUpdate.Unavailable(String reason) -> state.unavailable = Optional.of(reason);
        }
        state.isAwaited = false;
        changed.accept(
                "discovery " + service.discovery() + " of " + service.ref().upstream(), seenNanos);
    }

    private void found(Service service, Followed state, List<EndpointConfig> endpoints) {
        List<EndpointConfig> before =
                distinct(state.endpoints.isPresent() ? state.known().orElse(List.of()) : state.saved.orElse(List.of()));
        List<EndpointConfig> staying = state.left.wouldStay(before, endpoints);
        if (state.isSecondRead
                || Shrinking.ofEndpoints(before.size(), endpoints.size() + staying.size())
                        .isEmpty()) {
            take(state, endpoints, staying);
        } else {
            boolean isNew = state.held.isEmpty();
            state.held = Optional.of(endpoints);
            if (isNew) {
                control.after(hold.get(), () -> readAgain(service, state));
            }
        }
    }

    private void take(Followed state, List<EndpointConfig> endpoints, List<EndpointConfig> staying) {
        state.endpoints = Optional.of(endpoints);
        state.held = Optional.empty();
        state.isSecondRead = false;
        state.left.keep(staying);
        tellKept();
        look();
    }

    private void tellKept() {
        kept = followed.values().stream().flatMap(state -> state.left.ids()).collect(Collectors.toUnmodifiableSet());
    }

    /** Looks now and then whether the probes of those that are kept still pass. */
    private void look() {
        if (!isLooking && !kept.isEmpty()) {
            isLooking = true;
            control.after(LOOK_EVERY, () -> {
                isLooking = false;
                followed.forEach((service, state) -> {
                    if (state.left.letGo()) {
                        changed.accept("failed probes of " + service.ref().upstream(), control.nanoTime());
                    }
                });
                tellKept();
                look();
            });
        }
    }

    /** Who is not told any more, and is kept. Any thread. */
    Set<EndpointId> kept() {
        return kept;
    }

    private void readAgain(Service service, Followed state) {
        if (followed.get(service) == state && state.held.isPresent()) {
            state.isSecondRead = true;
            state.watch.close();
            watch(service, state);
        }
    }

    private static List<EndpointConfig> distinct(List<EndpointConfig> found) {
        Set<Address> seen = new HashSet<>();
        return found.stream().filter(endpoint -> seen.add(endpoint.address())).toList();
    }
}
