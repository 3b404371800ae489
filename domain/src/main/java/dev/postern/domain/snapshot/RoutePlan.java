package dev.postern.domain.snapshot;

import dev.postern.domain.rewrite.HeaderEdits;
import dev.postern.domain.rewrite.Rewrite;
import dev.postern.domain.upstream.RetryPolicy;

/** What a route does with a request, compiled ahead: nothing is looked up or parsed when one comes. */
public record RoutePlan(
        String route,
        Action action,
        Rewrite rewrite,
        HeaderEdits requestEdits,
        HeaderEdits responseEdits,
        RetryPolicy retry,
        RouteTimes times) {}
