package dev.postern.nio.loop;

/** What a selection key is for: attached to it, and called by its loop. */
@FunctionalInterface
public interface KeyHandler {
    void ready(int readyOps);
}
