/** Where log lines go: key=value to stderr, at a level that can be set while running. */
@NullMarked
package dev.postern.app.logging;

import org.jspecify.annotations.NullMarked;
