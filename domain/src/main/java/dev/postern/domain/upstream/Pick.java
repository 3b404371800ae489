package dev.postern.domain.upstream;

/** What came of picking: an endpoint, or why there is none. */
public sealed interface Pick permits EndpointStats, NoEndpoint {}
