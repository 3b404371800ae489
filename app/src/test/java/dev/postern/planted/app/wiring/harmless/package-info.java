/** Wiring, which may know Guice. */
@NullMarked
package dev.postern.planted.app.wiring.harmless;

import org.jspecify.annotations.NullMarked;
