package dev.postern.planted.domain;

import java.util.Random;

public final class UnseededRandom {
    public int draw() {
        return new Random().nextInt();
    }
}
