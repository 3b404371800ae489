/** Ports that know too much. */
@NullMarked
package dev.postern.planted.ports;

import org.jspecify.annotations.NullMarked;
