/** The ways to pick an endpoint. */
@NullMarked
package dev.postern.domain.balancing;

import org.jspecify.annotations.NullMarked;
