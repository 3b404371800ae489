/** Figures for whoever collects them: how they are counted, put together and written. */
@NullMarked
package dev.postern.app.metrics;

import org.jspecify.annotations.NullMarked;
