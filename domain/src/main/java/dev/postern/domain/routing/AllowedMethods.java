package dev.postern.domain.routing;

import dev.postern.domain.bytes.ByteBuilder;
import java.util.Arrays;

/** Gathers the methods that an Allow header lists: each once, sorted. One search owns it and uses it again. */
final class AllowedMethods {
    private byte[][] names = new byte[8][];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void addAll(MethodSet methods) {
        for (int i = 0; i < methods.size(); i++) {
            add(methods.name(i));
        }
    }

    private void add(byte[] name) {
        int at = 0;
        while (at < size && Arrays.compare(names[at], name) < 0) {
            at++;
        }
        if (at < size && Arrays.equals(names[at], name)) {
            return;
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
        }
        System.arraycopy(names, at, names, at + 1, size - at);
        names[at] = name;
        size++;
    }

    void write(ByteBuilder into) {
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                into.append(',').append(' ');
            }
            into.append(names[i]);
        }
    }
}
