/** Classes that know the library of the collector by themselves. */
@NullMarked
package dev.postern.planted.app.tracing;

import org.jspecify.annotations.NullMarked;
