/** Named groups of endpoints: what is written of them, and what a worker knows of them while it runs. */
@NullMarked
package dev.postern.domain.upstream;

import org.jspecify.annotations.NullMarked;
