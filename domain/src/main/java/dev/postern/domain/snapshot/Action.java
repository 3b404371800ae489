package dev.postern.domain.snapshot;

import dev.postern.domain.rewrite.Redirect;
import dev.postern.domain.rewrite.Respond;

/** The end of a route. */
public sealed interface Action {
    record Forward(Destination destination) implements Action {}

    record Answer(Respond respond) implements Action {}

    record SendElsewhere(Redirect redirect) implements Action {}

    record Deny(int status) implements Action {}
}
