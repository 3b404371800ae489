package dev.postern.planted.naming;

public final class NestsABadName {
    public record NodeInfo(String name) {}

    public NodeInfo node() {
        return new NodeInfo("n");
    }
}
