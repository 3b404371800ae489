/** Black-box tests of the program as it is installed. */
@NullMarked
package dev.postern.it;

import org.jspecify.annotations.NullMarked;
