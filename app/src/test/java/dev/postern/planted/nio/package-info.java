/** Transport and loop code that waits, or knows too much. */
@NullMarked
package dev.postern.planted.nio;

import org.jspecify.annotations.NullMarked;
