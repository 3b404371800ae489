/** The proxy core: protocol-neutral streams and the exchange between them. */
@NullMarked
package dev.postern.nio.http;

import org.jspecify.annotations.NullMarked;
