package dev.postern.planted.domain;

public final class Chance {
    public double draw() {
        return Math.random();
    }
}
