package dev.postern.nio.upstream;

import dev.postern.domain.upstream.EndpointId;

/** A place for a connection to an endpoint that one worker gives to another, and where that was promised. */
record GivenPlace(String upstream, EndpointId endpoint, EndpointQuota quota, WaitingRoom room) {
    /** Nobody has a use for it any more. */
    void drop() {
        quota.giveBack();
    }
}
