/** Loop code that only comes close. */
@NullMarked
package dev.postern.planted.nio.harmless;

import org.jspecify.annotations.NullMarked;
