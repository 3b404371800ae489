/** Where configuration comes from, and how its text becomes a model. */
@NullMarked
package dev.postern.ports.config;

import org.jspecify.annotations.NullMarked;
