/** Use cases: the life cycle of configuration and of discovered endpoints. No Guice, no command line. */
@NullMarked
package dev.postern.app.service;

import org.jspecify.annotations.NullMarked;
