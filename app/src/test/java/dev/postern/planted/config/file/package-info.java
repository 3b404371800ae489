/** A file adapter that looks sideways and upwards. */
@NullMarked
package dev.postern.planted.config.file;

import org.jspecify.annotations.NullMarked;
