package dev.postern.nio.upstream;

/** One worker's side of a quota of requests: what all share, and what others have given to it alone. */
final class RequestShare {
    private final RequestQuota quota;
    private int given;

    RequestShare(RequestQuota quota) {
        this.quota = quota;
    }

    RequestQuota quota() {
        return quota;
    }

    boolean isThere() {
        return given > 0 || quota.hasRoom();
    }

    boolean take() {
        if (given > 0) {
            given--;
            return true;
        }
        return quota.take();
    }

    void receive() {
        given++;
    }

    /** True when something was given that nobody here has used; it is not here any more. */
    boolean handOn() {
        boolean isLeft = given > 0;
        given -= isLeft ? 1 : 0;
        return isLeft;
    }
}
