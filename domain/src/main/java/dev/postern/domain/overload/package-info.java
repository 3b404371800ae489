/** When there is too much to do, and how much of it is refused. */
@NullMarked
package dev.postern.domain.overload;

import org.jspecify.annotations.NullMarked;
