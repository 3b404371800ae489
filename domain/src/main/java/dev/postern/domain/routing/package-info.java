/** Which route a request belongs to. */
@NullMarked
package dev.postern.domain.routing;

import org.jspecify.annotations.NullMarked;
