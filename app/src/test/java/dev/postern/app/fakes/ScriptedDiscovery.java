package dev.postern.app.fakes;

import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.discovery.EndpointUpdate;
import dev.postern.ports.discovery.ServiceRef;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tells the endpoints that the test says. A service called {@code nonsense} is one that can't be watched. */
public final class ScriptedDiscovery implements EndpointDiscovery {
    private final Map<String, Consumer<EndpointUpdate>> watches = new LinkedHashMap<>();

    public List<String> watched() {
        return List.copyOf(watches.keySet());
    }

    public void finds(String service, Integer... ports) {
        tell(
                service,
                new EndpointUpdate.Endpoints(
                        Arrays.stream(ports).map(Samples::endpoint).toList()));
    }

    public void isUnavailable(String service, String reason) {
        tell(service, new EndpointUpdate.Unavailable(reason));
    }

    private void tell(String service, EndpointUpdate update) {
        Consumer<EndpointUpdate> listener = watches.get(service);
        if (listener == null) {
            throw new IllegalStateException(service + " is not watched");
        }
        listener.accept(update);
    }

    @Override
    public List<String> check(ServiceRef ref) {
        return service(ref).equals("nonsense") ? List.of("there can be no such service") : List.of();
    }

    @Override
    public Watch watch(ServiceRef ref, Consumer<EndpointUpdate> listener) {
        watches.put(service(ref), listener);
        return () -> watches.remove(service(ref));
    }

    private static String service(ServiceRef ref) {
        return ref.options()
                .getOrDefault("service", ref.options().getOrDefault("name", List.of("")))
                .getFirst();
    }

    @Override
    public void close() {
        watches.clear();
    }
}
