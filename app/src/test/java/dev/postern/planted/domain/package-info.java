/** Domain classes that act, wait, or ask the time. */
@NullMarked
package dev.postern.planted.domain;

import org.jspecify.annotations.NullMarked;
