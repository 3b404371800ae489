/** Between "the route is known" and "the upstream's head can be written": paths, queries, header fields, redirects. */
@NullMarked
package dev.postern.domain.rewrite;

import org.jspecify.annotations.NullMarked;
