/** Views over bytes, so that nothing on the request path needs a String. */
@NullMarked
package dev.postern.domain.bytes;

import org.jspecify.annotations.NullMarked;
