/** An app that moves bytes by itself. */
@NullMarked
package dev.postern.planted.app;

import org.jspecify.annotations.NullMarked;
