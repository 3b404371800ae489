package dev.postern.nio.upstream;

/** A place for a request that one worker gives to another, and where that was promised. */
record GivenRequest(RequestQuota ofUpstream, RequestQuota ofEndpoint, WaitingRoom room) {
    /** Nobody has a use for it any more. */
    void drop() {
        ofUpstream.giveBack(1);
        ofEndpoint.giveBack(1);
    }
}
