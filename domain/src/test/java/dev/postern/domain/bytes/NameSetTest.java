package dev.postern.domain.bytes;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NameSetTest {
    @Property
    void knowsItsNamesInEitherCaseAndNoOthers(
            @ForAll Set<@NotEmpty @StringLength(max = 4) @CharRange(from = 'a', to = 'd') String> names,
            @ForAll @NotEmpty @StringLength(max = 5) @CharRange(from = 'a', to = 'd') String other) {
        NameSet set = NameSet.of(names);
        for (String name : names) {
            assertTrue(set.contains(Slice.of(name)));
            assertTrue(set.contains(Slice.of(name.toUpperCase(Locale.ROOT))));
        }
        assertTrue(set.contains(Slice.of(other)) == names.contains(other));
    }

    @Test
    void holdsNothingWhenEmpty() {
        assertTrue(NameSet.of().isEmpty());
        assertFalse(NameSet.of().contains(Slice.of("a")));
        assertFalse(NameSet.of("a").contains(Slice.of("")));
        assertThrows(IllegalArgumentException.class, () -> NameSet.of(""));
    }

    @Test
    void knowsNamesOfAnyLength() {
        NameSet set = NameSet.of("a".repeat(63), "b".repeat(64), "c".repeat(200));
        assertTrue(set.contains(Slice.of("A".repeat(63))));
        assertTrue(set.contains(Slice.of("b".repeat(64))));
        assertTrue(set.contains(Slice.of("c".repeat(200))));
        assertFalse(set.contains(Slice.of("c".repeat(199))));
        assertFalse(set.contains(Slice.of("a".repeat(62))));
    }
}
