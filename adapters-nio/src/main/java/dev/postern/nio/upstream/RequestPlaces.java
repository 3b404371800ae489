package dev.postern.nio.upstream;

import dev.postern.domain.upstream.Places;

/**
 * One worker's places for requests at one endpoint: each is one of the upstream's and one of the endpoint's. A place that
 * comes free goes to where somebody has waited longest, as those for connections do, and never through the common count
 * then, so that nobody is quicker. Belongs to its worker.
 */
final class RequestPlaces implements Places {
    private final RequestShare ofUpstream;
    private final RequestShare ofEndpoint;
    private final LoopNeighbours neighbours;
    private final LoopLine line;

    RequestPlaces(RequestShare ofUpstream, RequestShare ofEndpoint, LoopNeighbours neighbours, LoopLine line) {
        this.ofUpstream = ofUpstream;
        this.ofEndpoint = ofEndpoint;
        this.neighbours = neighbours;
        this.line = line;
    }

    @Override
    public boolean areThere() {
        return ofUpstream.isThere() && ofEndpoint.isThere();
    }

    @Override
    public boolean take() {
        if (!areThere() || !ofUpstream.take()) {
            return false;
        }
        if (ofEndpoint.take()) {
            return true;
        }
        ofUpstream.quota().giveBack(1);
        return false;
    }

    @Override
    public void takeAnyway(int count) {
        ofUpstream.quota().takeAnyway(count);
        ofEndpoint.quota().takeAnyway(count);
    }

    @Override
    public void giveBackQuietly(int count) {
        ofUpstream.quota().giveBack(count);
        ofEndpoint.quota().giveBack(count);
    }

    @Override
    public void giveBack() {
        if (ofUpstream.quota().isExceeded() || ofEndpoint.quota().isExceeded()) {
            giveBackQuietly(1);
            return;
        }
        int to = neighbours.claimant(WaitingRoom.Place.REQUEST);
        if (to == WaitingRoom.NOBODY) {
            giveBackQuietly(1);
            line.serveSoon();
            // why again: whoever began to wait in between has seen neither the place nor us.
            to = neighbours.claimant(WaitingRoom.Place.REQUEST);
            if (to == WaitingRoom.NOBODY) {
                return;
            }
            if (!takeShared()) {
                neighbours.room().promiseKept(WaitingRoom.Place.REQUEST, to);
                return;
            }
        }
        neighbours.give(to, new GivenRequest(ofUpstream.quota(), ofEndpoint.quota(), neighbours.room()));
    }

    private boolean takeShared() {
        if (!ofUpstream.quota().take()) {
            return false;
        }
        if (ofEndpoint.quota().take()) {
            return true;
        }
        ofUpstream.quota().giveBack(1);
        return false;
    }

    boolean areOf(RequestQuota upstream, RequestQuota endpoint) {
        return ofUpstream.quota().equals(upstream) && ofEndpoint.quota().equals(endpoint);
    }

    /** Another worker gives a place; what nobody here needs goes on. */
    void receive() {
        ofUpstream.receive();
        ofEndpoint.receive();
        line.serve();
        boolean upstreamLeft = ofUpstream.handOn();
        boolean endpointLeft = ofEndpoint.handOn();
        if (upstreamLeft && endpointLeft) {
            giveBack();
        } else if (upstreamLeft || endpointLeft) {
            (upstreamLeft ? ofUpstream : ofEndpoint).quota().giveBack(1);
            neighbours.wakeClaimant();
        }
    }
}
