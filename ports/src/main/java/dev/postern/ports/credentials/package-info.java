/** Keys, certificates and authorities: how they are read from files, and what is told of them. */
@NullMarked
package dev.postern.ports.credentials;

import org.jspecify.annotations.NullMarked;
