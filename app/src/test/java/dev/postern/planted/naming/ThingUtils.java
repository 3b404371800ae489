package dev.postern.planted.naming;

public final class ThingUtils {
    public int id() {
        return 1;
    }
}
