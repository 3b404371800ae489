/** What adapters of key-value stores and registries have in common: their options and the manners of watching. */
@NullMarked
package dev.postern.ports.store;

import org.jspecify.annotations.NullMarked;
