/** Probes of endpoints, and what becomes of their results: on one loop of its own, for all workers. */
@NullMarked
package dev.postern.nio.health;

import org.jspecify.annotations.NullMarked;
