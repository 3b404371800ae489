package dev.postern.domain.upstream;

/** Whether an endpoint can take one more request now; whoever keeps its connections knows. */
@FunctionalInterface
public interface Room {
    Room ALWAYS = () -> true;

    boolean isThere();
}
