package dev.postern.planted.domain;

public final class Printing {
    public void print() {
        System.out.println("seen");
    }
}
