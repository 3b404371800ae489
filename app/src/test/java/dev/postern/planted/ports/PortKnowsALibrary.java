package dev.postern.planted.ports;

import com.google.re2j.Pattern;

public final class PortKnowsALibrary {
    public Pattern pattern(String text) {
        return Pattern.compile(text);
    }
}
