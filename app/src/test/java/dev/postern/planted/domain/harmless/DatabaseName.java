package dev.postern.planted.domain.harmless;

public final class DatabaseName {
    public String base64() {
        return "Information, managed and implied";
    }
}
