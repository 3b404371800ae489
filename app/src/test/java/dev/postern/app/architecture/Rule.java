package dev.postern.app.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * One rule of the house.
 *
 * @param name a sentence that says what holds
 * @param check finds what breaks it
 * @param planted classes written to break it; a rule that does not report every one of them is blind
 */
record Rule(String name, ArchRule check, List<Class<?>> planted) {
    Rule {
        if (planted.isEmpty()) {
            throw new IllegalArgumentException("nothing is planted for: " + name);
        }
    }

    static Rule rule(String name, ArchRule check, Class<?>... planted) {
        return new Rule(name, check.allowEmptyShould(true), List.of(planted));
    }

    @Override
    public String toString() {
        return name;
    }
}
