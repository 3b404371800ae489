/** YAML and JSON text to the configuration model, and the files and folders that it stands in. */
@NullMarked
package dev.postern.config.file;

import org.jspecify.annotations.NullMarked;
