package dev.postern.domain.rewrite;

/** Where a rendered template ends up, which decides what its literal text may hold and how values are written. */
enum Destination {
    PATH("a path"),
    /** What a pattern over the path is replaced with: it need not be absolute. */
    PATH_PIECE("a path"),
    QUERY_VALUE("a query value"),
    HEADER_VALUE("a header value"),
    HOST("a host"),
    LOCATION("a location");

    private final String phrase;

    Destination(String phrase) {
        this.phrase = phrase;
    }

    @Override
    public String toString() {
        return phrase;
    }
}
