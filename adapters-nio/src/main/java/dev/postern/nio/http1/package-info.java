/** HTTP/1.1: decoding and encoding heads and bodies, and the connections of both sides. */
@NullMarked
package dev.postern.nio.http1;

import org.jspecify.annotations.NullMarked;
