/** Configuration to snapshot, or every problem. */
@NullMarked
package dev.postern.domain.compile;

import org.jspecify.annotations.NullMarked;
