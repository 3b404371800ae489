/** Event loops: one thread each, owning all that its connections use. */
@NullMarked
package dev.postern.nio.loop;

import org.jspecify.annotations.NullMarked;
