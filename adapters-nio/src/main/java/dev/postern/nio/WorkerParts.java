package dev.postern.nio;

import dev.postern.nio.upstream.Connector;
import dev.postern.nio.upstream.HealthWatch;

/**
 * What all workers have alike.
 *
 * @param mostBufferBytes that the connections of one may hold before nothing new begins
 */
record WorkerParts(Connector connector, HealthWatch health, long mostBufferBytes) {}
