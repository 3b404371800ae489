package dev.postern.domain.upstream;

/**
 * What one worker knows of one endpoint: it belongs to the endpoint's identity and outlives snapshots. That worker's
 * thread owns it. Every {@link #begin()} is followed by one {@link #end()}, also after the endpoint has left.
 */
public final class EndpointStats implements Pick {
    /** A quick failure must not look like a quick answer. */
    private static final long FAILURE_NANOS = 1_000_000_000L;

    private final UpstreamState owner;
    private final PeakLatency latency;
    private Endpoint endpoint;
    private Availability availability;
    private Room room = Room.ALWAYS;
    private int inFlight;
    private long requests;
    private long failures;
    private int failureStreak;
    private boolean measured;
    private long turn;

    EndpointStats(UpstreamState owner, Endpoint endpoint, Availability availability, PeakLatency latency) {
        this.owner = owner;
        this.endpoint = endpoint;
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
        return failureStreak;
    }

    /** The peak-sensitive average, decayed to this moment. */
    public double latencyNanos(long nowNanos) {
        return latency.at(nowNanos);
    }

    /** From now on it is picked only while there is room. */
    public void limitedBy(Room newRoom) {
        room = newRoom;
    }

    public boolean hasRoom() {
        return room.isThere();
    }

    /** An attempt is given to it. */
    public void begin() {
        inFlight++;
        requests++;
        owner.began();
    }

    /** An attempt is over, in whatever way. */
    public void end() {
        if (inFlight == 0) {
            throw new IllegalStateException(id() + " has nothing in flight");
        }
        inFlight--;
        owner.ended();
    }

    /** A response head came that is no failure. */
    public void answered(long latencyNanos, long nowNanos) {
        failureStreak = 0;
        measured = true;
        latency.observe(latencyNanos, nowNanos);
    }

    /**
     * An attempt failed: no answer, or one that counts as a failure. True when the outlier detector wants to hear of it:
     * each time the streak fills the number of failures in a row that the upstream allows.
     */
    public boolean failed(long latencyNanos, long nowNanos) {
        failures++;
        failureStreak++;
        measured = true;
        latency.observe(Math.max(latencyNanos, FAILURE_NANOS), nowNanos);
        int allowed = owner.consecutiveFailures();
        return allowed > 0 && failureStreak % allowed == 0;
    }

    /** Moves its standing in a smooth round by a weight and answers the new one. */
    public long turnBy(long weight) {
        turn += weight;
        return turn;
    }

    boolean isMeasured() {
        return measured;
    }

    void update(Endpoint next) {
        endpoint = next;
    }

    void become(Availability next) {
        if (!availability.isServing()) {
            failureStreak = 0;
        }
        availability = next;
    }

    @Override
    public String toString() {
        return id() + " " + availability.state() + " inFlight=" + inFlight;
    }
}
