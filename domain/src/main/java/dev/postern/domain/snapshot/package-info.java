/** The compiled configuration, immutable. */
@NullMarked
package dev.postern.domain.snapshot;

import org.jspecify.annotations.NullMarked;
