/** The admin API: what operators and their programs may ask of a running proxy, and have done with it. */
@NullMarked
package dev.postern.app.admin;

import org.jspecify.annotations.NullMarked;
