package dev.postern.planted.domain.harmless;

public final class Base64Text {
    public int length(String text) {
        return text.length();
    }
}
