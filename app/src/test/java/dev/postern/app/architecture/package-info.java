/** The shape of the house, checked on the compiled classes of every module. */
@NullMarked
package dev.postern.app.architecture;

import org.jspecify.annotations.NullMarked;
