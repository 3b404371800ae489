/** Certificates for tests, made by the openssl program. */
@NullMarked
package dev.postern.ports.testtls;

import org.jspecify.annotations.NullMarked;
