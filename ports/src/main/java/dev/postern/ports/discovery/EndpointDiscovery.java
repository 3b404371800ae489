package dev.postern.ports.discovery;

import java.util.List;
import java.util.function.Consumer;

/** Finds the endpoints of named services. Bound by its key in {@code discover}. */
public interface EndpointDiscovery extends AutoCloseable {
    /** What is wrong with a service's options, one line each; empty when it can be watched. */
    List<String> check(ServiceRef service);

    /** Tells the endpoints now and at every change, one at a time, on a thread of the discovery. */
    Watch watch(ServiceRef service, Consumer<EndpointUpdate> listener);

    /** Ends all watches. */
    @Override
    void close();

    /** Ends with {@link #close()}; no update comes after it returns. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
