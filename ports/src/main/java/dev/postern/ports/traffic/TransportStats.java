package dev.postern.ports.traffic;

import java.util.List;

/**
 * What a transport counted since it began.
 *
 * @param connections clients that are connected now
 * @param accepted connections that were accepted
 * @param acceptPauses how often accepting had to pause, because the system had no descriptors left or too much was buffered
 * @param bufferedBytes that connections hold in buffers now
 * @param mostBufferBytes above which nothing new begins
 * @param listeners also those that listen no more and have connections left
 */
public record TransportStats(
        int connections,
        long accepted,
        long acceptPauses,
        long bufferedBytes,
        long mostBufferBytes,
        OverloadStats overload,
        List<ListenerCounts> listeners,
        List<WorkerCounts> workers) {}
