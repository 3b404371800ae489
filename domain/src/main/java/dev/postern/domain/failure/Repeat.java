package dev.postern.domain.failure;

/** Whether an exchange that failed so may be tried again without harm, whatever a route's retry rules say. */
public enum Repeat {
    /** Another try would end alike, or there is nobody left to tell. */
    NEVER,
    /** Nothing of the request had left, so any method may go elsewhere. */
    ALWAYS,
    /** As long as nothing of a response has gone to the client. */
    UNTIL_ANSWERED,
    /** Only where the connection had served before: its peer closed it while the request was on its way. */
    ON_REUSED_CONNECTION
}
