package dev.postern.domain.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingsTest {
    private static final List<String> KNOWN = List.of("file", "consul", "etcd");

    @ParameterizedTest
    @CsvSource({"fil, file", "fiel, file", "FILE, file", "consl, consul", "cnosul, consul", "etcdd, etcd", "ectd, etcd"
    })
    void findsWhatASlipWasMeantToBe(String written, String meant) {
        assertEquals(Optional.of(meant), Spellings.nearest(written, KNOWN));
    }

    @ParameterizedTest
    @CsvSource({"zookeeper", "http", "x", "''"})
    void findsNothingNearWhatIsFarFromAll(String written) {
        assertEquals(Optional.empty(), Spellings.nearest(written, KNOWN));
    }

    @Test
    void findsNothingAmongNothing() {
        assertEquals(Optional.empty(), Spellings.nearest("file", List.of()));
    }

    @Test
    void countsASwapOfNeighboursAsOneSlip() {
        assertEquals(1, Spellings.distance("ab", "ba"));
        assertEquals(3, Spellings.distance("kitten", "sitting"));
        assertEquals(4, Spellings.distance("", "etcd"));
    }
}
