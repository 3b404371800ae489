package dev.postern.domain.config;

/** A share, written {@code 20%}. */
public record Percent(int value) {
    @Override
    public String toString() {
        return value + "%";
    }
}
