package dev.postern.domain.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {
    @ParameterizedTest
    @CsvSource({"200, 200", "100-599, 100-599", "204-204, 204", "200-399, 200-399"})
    void readsStatusRanges(String text, String expected) {
        assertEquals(Optional.of(expected), new Expectation(text).statuses().map(StatusRange::toString));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "99", "600", "2xx", "200-", "-200", "399-200", "200 - 299", "200,204", "0200", "200-600"})
    void isATextOtherwise(String text) {
        assertEquals(Optional.empty(), new Expectation(text).statuses());
    }

    @ParameterizedTest
    @CsvSource({"2xx, 200-299", "5*, 500-599", "399-200, 200-399"})
    void guessesWhatWasMeant(String text, String hint) {
        assertEquals(Optional.of(hint), new Expectation(text).hint());
    }
}
