/** W3C Trace Context: where a request stands among those of others. */
@NullMarked
package dev.postern.domain.trace;

import org.jspecify.annotations.NullMarked;
