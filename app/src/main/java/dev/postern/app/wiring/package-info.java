/** One Guice module per adapter; the only package that knows Guice. */
@NullMarked
package dev.postern.app.wiring;

import org.jspecify.annotations.NullMarked;
