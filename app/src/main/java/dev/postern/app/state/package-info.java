/** The state folder: what outlives the process. */
@NullMarked
package dev.postern.app.state;

import org.jspecify.annotations.NullMarked;
