/** A Consul adapter that looks sideways. */
@NullMarked
package dev.postern.planted.config.consul;

import org.jspecify.annotations.NullMarked;
