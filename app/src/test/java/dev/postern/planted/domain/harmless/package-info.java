/** Domain classes that only come close. */
@NullMarked
package dev.postern.planted.domain.harmless;

import org.jspecify.annotations.NullMarked;
