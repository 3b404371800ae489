package dev.postern.nio.upstream;

import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.EndpointId;
import java.util.Map;
import java.util.concurrent.Executor;

/** What workers are told of the health of endpoints, and what they tell; it runs what decides for all workers. Any thread. */
public interface HealthWatch extends Executor {
    /** The latest that was decided of an upstream's endpoints; empty where nothing was. */
    Map<EndpointId, Availability> decided(String upstream);

    /**
     * An endpoint failed more often under traffic than its upstream allows.
     *
     * @param why for people
     */
    void suspected(EndpointId id, String why);
}
