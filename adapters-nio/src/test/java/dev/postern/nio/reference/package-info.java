/** HTTP/1.1 read a second time, from the RFC and without sharing code, so that two readings can be compared. */
@NullMarked
package dev.postern.nio.reference;

import org.jspecify.annotations.NullMarked;
