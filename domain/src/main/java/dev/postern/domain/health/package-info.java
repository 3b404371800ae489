/** Which endpoints may serve: by their probes, by how they fail under traffic, by what operators want. */
@NullMarked
package dev.postern.domain.health;

import org.jspecify.annotations.NullMarked;
