package peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import peers.Entrances.Entrance;

/** A proxy that can take part: how it is found, and how it is told to do what all others do. */
interface Peer {
    String name();

    /** Empty where this machine doesn't have it. */
    Optional<String> version();

    /** What it does once in its life on a machine. */
    default void getReady() {}

    default boolean offers(Entrance entrance) {
        return true;
    }

    /** Whether it bears about the rate that the others do; latencies are compared at one rate for all that do. */
    default boolean keepsPace() {
        return true;
    }

    /**
     * Writes its configuration and answers how it is started, so that the process stays in front.
     *
     * @param logs whether it writes a line for each request, to a file
     */
    List<String> prepare(Site site, Path folder, Entrances entrances, boolean logs) throws IOException;
}
