/** Bytes that go from socket to socket through a pipe of the system, and never come here. */
@NullMarked
package dev.postern.nio.splice;

import org.jspecify.annotations.NullMarked;
