package dev.postern.planted.naming;

public abstract class AbstractThing {
    public abstract int id();
}
