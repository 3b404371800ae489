/** etcd: configuration from keys below a prefix, endpoints from keys with leases. */
@NullMarked
package dev.postern.config.etcd;

import org.jspecify.annotations.NullMarked;
