package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

/** Collects faults as {@code path: message}. */
final class FaultList implements Faults {
    private final List<String> faults = new ArrayList<>();

    @Override
    public void add(String path, String message) {
        faults.add(path + ": " + message);
    }

    List<String> all() {
        return faults;
    }

    void assertNone() {
        assertEquals(List.of(), faults);
    }
}
