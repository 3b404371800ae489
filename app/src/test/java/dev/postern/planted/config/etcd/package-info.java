/** An etcd adapter that looks sideways. */
@NullMarked
package dev.postern.planted.config.etcd;

import org.jspecify.annotations.NullMarked;
