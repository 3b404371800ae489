/** The command line. */
@NullMarked
package dev.postern.app.cli;

import org.jspecify.annotations.NullMarked;
