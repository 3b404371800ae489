package dev.postern.ports.traffic;

/**
 * What a transport counted since it began.
 *
 * @param connections clients that are connected now
 * @param accepted connections that were accepted
 * @param acceptPauses how often accepting had to pause, because the system had no descriptors left or too much was buffered
 * @param bufferedBytes that connections hold in buffers now
 */
public record TransportStats(
        int connections, long accepted, long acceptPauses, long bufferedBytes, OverloadStats overload) {}
