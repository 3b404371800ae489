/** TLS: which keys and authorities are used, and the byte layer that uses them. */
@NullMarked
package dev.postern.nio.tls;

import org.jspecify.annotations.NullMarked;
