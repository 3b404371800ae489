/** Figures and logs of the traffic. */
@NullMarked
package dev.postern.app.telemetry;

import org.jspecify.annotations.NullMarked;
