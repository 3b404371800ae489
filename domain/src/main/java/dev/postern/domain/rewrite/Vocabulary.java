package dev.postern.domain.rewrite;

import java.util.List;

/**
 * What the templates of one route may speak of, known when they are compiled.
 *
 * @param route the route's name
 * @param upstreams where the route leads: none for answers of our own; one is written in at once; of several
 *     {@link TemplateScope} is told at run time
 * @param parameters names of path parameters, in the order that {@link PathParameters} counts them
 */
public record Vocabulary(String route, List<String> upstreams, List<String> parameters) {
    public Vocabulary {
        upstreams = List.copyOf(upstreams);
        parameters = List.copyOf(parameters);
    }
}
