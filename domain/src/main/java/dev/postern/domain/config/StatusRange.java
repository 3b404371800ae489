package dev.postern.domain.config;

/** Status codes from one to another, both included: {@code 200-399}, or a single {@code 204}. */
public record StatusRange(int from, int to) {
    public boolean contains(int status) {
        return status >= from && status <= to;
    }

    @Override
    public String toString() {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }
}
