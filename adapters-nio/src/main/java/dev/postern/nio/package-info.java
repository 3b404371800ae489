/** The transport on plain NIO: workers, listeners, and the snapshot in force. */
@NullMarked
package dev.postern.nio;

import org.jspecify.annotations.NullMarked;
