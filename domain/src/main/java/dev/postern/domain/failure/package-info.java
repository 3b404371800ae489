/** What broke, whose fault it is, and what the client is told. */
@NullMarked
package dev.postern.domain.failure;

import org.jspecify.annotations.NullMarked;
