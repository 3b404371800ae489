/** Names that tell nothing. */
@NullMarked
package dev.postern.planted.naming;

import org.jspecify.annotations.NullMarked;
