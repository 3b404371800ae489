/** A collector of traces for tests. */
@NullMarked
package dev.postern.ports.testtraces;

import org.jspecify.annotations.NullMarked;
