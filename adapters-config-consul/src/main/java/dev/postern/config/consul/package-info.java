/** Consul: configuration from its key-value store, endpoints from its health-checked services. */
@NullMarked
package dev.postern.config.consul;

import org.jspecify.annotations.NullMarked;
