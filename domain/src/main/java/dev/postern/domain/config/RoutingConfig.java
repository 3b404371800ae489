package dev.postern.domain.config;

/** How the winning route is found. */
public record RoutingConfig(
        @ShortForm
        @Default("specificity")
        @Doc("specificity, or declared: the order in which a file writes its routes.")
        Order order) {

    public enum Order {
        SPECIFICITY,
        DECLARED
    }
}
