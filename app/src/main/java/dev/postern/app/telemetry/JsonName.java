package dev.postern.app.telemetry;

import dev.postern.domain.bytes.ByteBuilder;

/** A name of ours in lines of JSON. It is mostly the one of the line before, and so written once for both. One worker's. */
final class JsonName {
    private final byte[] key;
    private final ByteBuilder text = new ByteBuilder(64);
    private String written = "";

    /** @param key with the quote that begins the value */
    JsonName(byte[] key) {
        this.key = key;
    }

    /** Key and value; nothing where it is empty. */
    void append(String name, ByteBuilder line) {
        if (!name.equals(written)) {
            write(name);
        }
        line.append(text.array(), 0, text.length());
    }

    private void write(String name) {
        text.clear();
        if (!name.isEmpty()) {
            LineText.appendJson(name, text.append(key));
            text.append('"');
        }
        written = name;
    }
}
