/** Notices that there is more to do than can be done. */
@NullMarked
package dev.postern.nio.overload;

import org.jspecify.annotations.NullMarked;
