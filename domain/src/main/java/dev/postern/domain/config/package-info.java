/** What the operator wrote, as records. The JSON Schema and the reference are made from these. */
@NullMarked
package dev.postern.domain.config;

import org.jspecify.annotations.NullMarked;
