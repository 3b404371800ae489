/** Live endpoints of named services. */
@NullMarked
package dev.postern.ports.discovery;

import org.jspecify.annotations.NullMarked;
