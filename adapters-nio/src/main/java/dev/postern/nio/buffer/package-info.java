/** Buffers on loan from a worker's pool. */
@NullMarked
package dev.postern.nio.buffer;

import org.jspecify.annotations.NullMarked;
