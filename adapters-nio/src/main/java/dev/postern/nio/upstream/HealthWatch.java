package dev.postern.nio.upstream;

import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.EndpointId;
import java.util.Map;

/** What workers are told of the health of endpoints, and what they tell. Any thread. */
public interface HealthWatch {
    /** The latest that was decided of an upstream's endpoints; empty where nothing was. */
    Map<EndpointId, Availability> decided(String upstream);

    /**
     * An endpoint failed more often under traffic than its upstream allows.
     *
     * @param why for people
     */
    void suspected(EndpointId id, String why);
}
