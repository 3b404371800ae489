@NullMarked
package dev.postern.nio.splice;

import org.jspecify.annotations.NullMarked;
