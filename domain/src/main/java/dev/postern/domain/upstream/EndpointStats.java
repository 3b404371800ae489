package dev.postern.domain.upstream;

import dev.postern.domain.config.OutliersConfig;
import java.util.Optional;

/**
 * What one worker knows of one endpoint: it belongs to the endpoint's identity and outlives snapshots. That worker's
 * thread owns it. Every {@link #begin()} is followed by one {@link #end()}, also after the endpoint has left.
 */
public final class EndpointStats implements Pick {
    /** A quick failure must not look like a quick answer. */
    private static final long FAILURE_NANOS = 1_000_000_000L;

    private static final long HISTOGRAM_NANOS = 60_000_000_000L;

    private final UpstreamState owner;
    private final PeakLatency latency;
    private final String text;
    private Endpoint endpoint;
    private Availability availability;
    private Room room = Room.ALWAYS;
    private Places places = Places.UNLIMITED;
    private int withoutPlace;
    private int inFlight;
    private long requests;
    private long failures;
    private final FailureWatch watch = new FailureWatch();
    private final LatencyHistogram histogram = new LatencyHistogram(HISTOGRAM_NANOS);
    private boolean measured;
    private long turn;
    private boolean pausing;
    private long pauseEndNanos;

    EndpointStats(UpstreamState owner, Endpoint endpoint, Availability availability, PeakLatency latency) {
        this.owner = owner;
        this.endpoint = endpoint;
        text = endpoint.id().address().toString();
        this.availability = availability;
        this.latency = latency;
    }

    /** The upstream of which it is one. */
    public UpstreamState owner() {
        return owner;
    }

    public EndpointId id() {
        return endpoint.id();
    }

    /** Its address, as people read it. */
    public String text() {
        return text;
    }

    /** As the latest snapshot that this worker has adopted has it. */
    public Endpoint endpoint() {
        return endpoint;
    }

    public Availability availability() {
        return availability;
    }

    /** Requests, or connections of a TCP listener, that it has from this worker now. */
    public int inFlight() {
        return inFlight;
    }

    /** All attempts that were given to it. */
    public long requests() {
        return requests;
    }

    public long failures() {
        return failures;
    }

    /** Failures since the last answer. */
    public int failureStreak() {
        return watch.streak();
    }

    /** The peak-sensitive average, decayed to this moment. */
    public double latencyNanos(long nowNanos) {
        return latency.at(nowNanos);
    }

    /** How long its answers took in the last one to two minutes. */
    public Latencies latencies(long nowNanos) {
        return histogram.latencies(nowNanos);
    }

    /** From now on it is picked only while there is room. */
    public void limitedBy(Room newRoom) {
        room = newRoom;
    }

    /** From now on its requests are counted there; those under way are. */
    public void countedBy(Places next) {
        if (!next.equals(places)) {
            places.giveBackQuietly(inFlight - withoutPlace);
            places = next;
            places.takeAnyway(inFlight - withoutPlace);
        }
    }

    public boolean hasRoom() {
        return room.isThere() && places.areThere();
    }

    /** An attempt is given to it. False when another worker has taken the last place meanwhile: then it has to end at once. */
    public boolean begin() {
        boolean hasPlace = places.take();
        inFlight++;
        owner.began();
        if (hasPlace) {
            requests++;
            owner.given();
        } else {
            withoutPlace++;
        }
        return hasPlace;
    }

    /** The attempt that began last has no place. */
    public boolean isOverfull() {
        return withoutPlace > 0;
    }

    /** An attempt is over, in whatever way. */
    public void end() {
        if (inFlight == 0) {
            throw new IllegalStateException(id() + " has nothing in flight");
        }
        inFlight--;
        owner.ended();
        if (withoutPlace > 0) {
            withoutPlace--;
        } else {
            places.giveBack();
        }
    }

    /** An answer came that is no failure; whether it will be whole is not known yet. */
    public void answers(long latencyNanos, long nowNanos) {
        measured = true;
        latency.observe(latencyNanos, nowNanos);
        histogram.record(latencyNanos, nowNanos);
        owner.heardAfter(latencyNanos, nowNanos);
    }

    /** What it {@link #answers} is whole. */
    public void finished(long nowNanos) {
        watch.succeeded(nowNanos);
    }

    /** An answer came that is no failure, and that is all there is to it. */
    public void answered(long latencyNanos, long nowNanos) {
        answers(latencyNanos, nowNanos);
        finished(nowNanos);
    }

    /**
     * An attempt failed: no answer, or one that counts as a failure. True when the outlier detector wants to hear of it:
     * each time the streak fills the number of failures in a row that the upstream allows, or their share is reached.
     */
    public boolean failed(long latencyNanos, long nowNanos) {
        measured = true;
        latency.observe(Math.max(latencyNanos, FAILURE_NANOS), nowNanos);
        if (latencyNanos >= FAILURE_NANOS) {
            // why: silence is slowness; a quick failure says nothing of how fast it answers.
            owner.heardAfter(latencyNanos, nowNanos);
        }
        return broke(nowNanos);
    }

    /** What it {@link #answers} broke off; true as for {@link #failed}. */
    public boolean broke(long nowNanos) {
        failures++;
        owner.broke();
        return watch.failed(nowNanos);
    }

    /** It asked, by {@code Retry-After}, not to be tried again for so long; 0: it did not ask. */
    public void asksForPause(long nowNanos, long nanos) {
        pausing = nanos > 0;
        pauseEndNanos = nowNanos + nanos;
    }

    /** Whether no retry should come to it; other requests may. */
    public boolean isAskingForPause(long nowNanos) {
        pausing = pausing && pauseEndNanos - nowNanos > 0;
        return pausing;
    }

    /** Why the last failure was one too many, for people. */
    public String finding() {
        return watch.finding();
    }

    /** Moves its standing in a smooth round by a weight and answers the new one. */
    public long turnBy(long weight) {
        turn += weight;
        return turn;
    }

    boolean isMeasured() {
        return measured;
    }

    void update(Endpoint next, Optional<OutliersConfig> outliers) {
        endpoint = next;
        watch.follow(outliers);
    }

    void become(Availability next) {
        if (!availability.isServing()) {
            watch.forget();
        }
        availability = next;
    }

    @Override
    public String toString() {
        return id() + " " + availability.state() + " inFlight=" + inFlight;
    }
}
