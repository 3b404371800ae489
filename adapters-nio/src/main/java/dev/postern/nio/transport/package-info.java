/** Byte pipes below the protocols. */
@NullMarked
package dev.postern.nio.transport;

import org.jspecify.annotations.NullMarked;
