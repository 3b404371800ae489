/** What moves the bytes. */
@NullMarked
package dev.postern.ports.traffic;

import org.jspecify.annotations.NullMarked;
