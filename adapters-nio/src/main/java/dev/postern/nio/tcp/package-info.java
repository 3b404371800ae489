/** TCP: bytes from socket to socket. */
@NullMarked
package dev.postern.nio.tcp;

import org.jspecify.annotations.NullMarked;
