package dev.postern.planted.nio;

import java.lang.foreign.Linker;

public final class CallsTheSystem {
    public boolean can() {
        return Linker.nativeLinker().defaultLookup().find("splice").isPresent();
    }
}
