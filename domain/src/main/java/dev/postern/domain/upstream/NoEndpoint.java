package dev.postern.domain.upstream;

/** Why nothing could be picked. */
public enum NoEndpoint implements Pick {
    NONE_CONFIGURED("the upstream has no endpoints"),
    /** Nothing is wrong with them, but their weights are 0 or they drain. */
    NONE_TAKES_TRAFFIC("all endpoints have weight 0 or are draining"),
    ALL_UNHEALTHY("no endpoint is healthy"),
    /** Every endpoint that could serve has been tried by this exchange. */
    ALL_TRIED("all endpoints have been tried"),
    /** Waiting may help: endpoints are well but have all the requests that they may have. */
    ALL_AT_LIMIT("all endpoints are at their limit"),
    /** The upstream as a whole has all the requests that it may have. */
    UPSTREAM_AT_LIMIT("the upstream is at its limit of requests");

    private final String reason;

    NoEndpoint(String reason) {
        this.reason = reason;
    }

    /** For the operator. */
    public String reason() {
        return reason;
    }
}
