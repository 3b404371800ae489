/** A small copy of the house in which each rule of the architecture is broken on purpose. */
@NullMarked
package dev.postern.planted;

import org.jspecify.annotations.NullMarked;
