/** Waits where waiting is allowed. */
@NullMarked
package dev.postern.planted.nio.blocking.harmless;

import org.jspecify.annotations.NullMarked;
