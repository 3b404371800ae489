package dev.postern.domain.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Ascii;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ByteMapTest {
    private record Ranking(long maxRank) implements Ranked {}

    private static ByteMap<Ranking> put(ByteMap<Ranking> map, String key, long rank) {
        return map.with(Ascii.bytes(key), new Ranking(rank));
    }

    @Test
    void tellsKeysOfOneHashApart() {
        // why: in the polynomial of 31, Aa and BB are the same, and so is all that is made of them.
        List<String> twins = List.of("AaAa", "AaBB", "BBAa", "BBBB");
        ByteMap<Ranking> map = ByteMap.empty();
        for (int i = 0; i < twins.size(); i++) {
            map = put(map, twins.get(i), i);
        }

        for (int i = 0; i < twins.size(); i++) {
            assertEquals(new Ranking(i), map.get(Ascii.bytes(twins.get(i))));
        }
        assertEquals(3, map.maxRank());
        ByteMap<Ranking> less = map.without(Ascii.bytes("BBBB"));
        assertEquals(2, less.maxRank());
        assertNull(less.get(Ascii.bytes("BBBB")));
        assertEquals(7, put(less, "AaBB", 7).maxRank());
        assertNotNull(map.get(Ascii.bytes("BBBB")));
    }

    @Test
    void isAskedWithAPartOfABuffer() {
        byte[] buffer = Ascii.bytes("xxusersyy");
        ByteMap<Ranking> map = put(ByteMap.empty(), "users", 1);

        assertEquals(new Ranking(1), map.get(buffer, 2, 7, ByteMap.hash(buffer, 2, 7)));
        assertNull(map.get(buffer, 2, 8, ByteMap.hash(buffer, 2, 8)));
    }

    @Property(tries = 300)
    void agreesWithTheMapOfTheJdk(
            @ForAll @Size(max = 200) List<@AlphaChars @StringLength(max = 2) String> keys,
            @ForAll @Size(value = 200) List<@IntRange(min = -5, max = 5) Integer> ranks) {
        Map<String, Ranking> expected = new HashMap<>();
        ByteMap<Ranking> map = ByteMap.empty();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            int rank = ranks.get(i);
            if (rank < -1) {
                expected.remove(key);
                map = map.without(Ascii.bytes(key));
            } else {
                expected.put(key, new Ranking(rank));
                map = put(map, key, rank);
            }
        }
        assertSame(expected, map, keys);
    }

    /** Two letters of two kinds: many keys of one hash among few keys. */
    @Property(tries = 300)
    void changesMadeTogetherAreThoseMadeOneByOne(
            @ForAll @Size(max = 60)
                    Map<@CharRange(from = 'A', to = 'a') @StringLength(max = 3) String, @IntRange(max = 5) Integer>
                            present,
            @ForAll @Size(max = 60)
                    Map<
                                    @CharRange(from = 'A', to = 'a') @StringLength(max = 3) String,
                                    @IntRange(min = -2, max = 5) Integer>
                            changes) {
        Map<String, Ranking> expected = new HashMap<>();
        ByteMap.Edit<Ranking> first = ByteMap.<Ranking>empty().edit();
        present.forEach((key, rank) -> {
            expected.put(key, new Ranking(rank));
            first.put(Ascii.bytes(key), new Ranking(rank));
        });
        ByteMap<Ranking> before = first.result();
        assertSame(expected, before, present.keySet());
        Map<String, Ranking> expectedAfter = new HashMap<>(expected);
        ByteMap.Edit<Ranking> edit = before.edit();
        changes.forEach((key, rank) -> {
            if (rank < 0) {
                expectedAfter.remove(key);
                edit.put(Ascii.bytes(key), null);
            } else {
                expectedAfter.put(key, new Ranking(rank));
                edit.put(Ascii.bytes(key), new Ranking(rank));
            }
        });
        List<String> asked = new ArrayList<>(present.keySet());
        asked.addAll(changes.keySet());
        assertSame(expectedAfter, edit.result(), asked);
        assertSame(expected, before, asked);
    }

    private static void assertSame(Map<String, Ranking> expected, ByteMap<Ranking> map, Collection<String> keys) {
        List<Ranking> all = new ArrayList<>();
        map.forEach(all::add);
        assertEquals(expected.size(), all.size());
        for (String key : keys) {
            assertEquals(expected.get(key), map.get(Ascii.bytes(key)));
        }
        assertEquals(
                expected.values().stream().mapToLong(Ranking::maxRank).max().orElse(Ranked.NOTHING), map.maxRank());
        assertTrue(expected.isEmpty() == map.isEmpty());
    }
}
