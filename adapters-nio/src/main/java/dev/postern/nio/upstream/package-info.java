/** Connections to endpoints: pools, connecting, addresses. */
@NullMarked
package dev.postern.nio.upstream;

import org.jspecify.annotations.NullMarked;
