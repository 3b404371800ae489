/** Spans of the traffic, sent to whoever gathers them. */
@NullMarked
package dev.postern.app.tracing;

import org.jspecify.annotations.NullMarked;
