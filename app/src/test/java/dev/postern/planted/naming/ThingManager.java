package dev.postern.planted.naming;

public final class ThingManager {
    public int id() {
        return 1;
    }
}
