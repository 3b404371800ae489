package dev.postern.nio.upstream;

import dev.postern.domain.upstream.EndpointId;

/** What one worker says to the others about the limits of one upstream. Belongs to its worker. */
final class LoopNeighbours {
    private final int index;
    private final String upstream;
    private SharedLimits limits;
    private WaitingRoom room;

    LoopNeighbours(int index, String upstream, SharedLimits limits) {
        this.index = index;
        this.upstream = upstream;
        this.limits = limits;
        room = limits.room(upstream);
    }

    void use(SharedLimits next) {
        limits = next;
        room = next.room(upstream);
    }

    WaitingRoom room() {
        return room;
    }

    void tell(int waiting, long sinceNanos) {
        room.tell(index, waiting, sinceNanos);
    }

    void tellResting(int change) {
        room.rests(index, change);
    }

    /** Who should have a place that is free here; {@link WaitingRoom#NOBODY} when it stays. */
    int claimant(WaitingRoom.Place place) {
        return room.isEmpty() ? WaitingRoom.NOBODY : room.promise(place, index);
    }

    /** Somebody elsewhere may find what is free for all now. */
    void wakeClaimant() {
        int to = claimant(WaitingRoom.Place.REQUEST);
        if (to != WaitingRoom.NOBODY) {
            limits.workers().get(to).servesSoon(upstream, room);
        }
    }

    /** Hands a place for a request over to the worker that it was promised to. */
    void give(int to, GivenRequest place) {
        limits.workers().get(to).takesSoon(upstream, place);
    }

    /** Whoever lets connections rest while somebody waits here gives up as many. */
    void askForConnections() {
        for (int i = 0; i < limits.workers().size(); i++) {
            if (i != index && room.hasResting(i)) {
                limits.workers().get(i).sharesSoon(upstream);
            }
        }
    }

    /** Hands a place for a connection over to the worker that it was promised to. */
    void give(int to, EndpointId endpoint, EndpointQuota quota) {
        limits.workers().get(to).takesSoon(new GivenPlace(upstream, endpoint, quota, room));
    }
}
