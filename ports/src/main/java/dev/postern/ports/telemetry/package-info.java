/** What a transport tells of the traffic. */
@NullMarked
package dev.postern.ports.telemetry;

import org.jspecify.annotations.NullMarked;
