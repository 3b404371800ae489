/** What may wait: names being looked up, sockets being opened, the control thread waiting for the workers. */
@NullMarked
package dev.postern.nio.blocking;

import org.jspecify.annotations.NullMarked;
