package dev.postern.planted.unmarked;

public final class Unmarked {
    public int id() {
        return 1;
    }
}
