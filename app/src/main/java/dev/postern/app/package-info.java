/** Introduces the parts to each other: main, and the ordered start and stop of a proxy. */
@NullMarked
package dev.postern.app;

import org.jspecify.annotations.NullMarked;
