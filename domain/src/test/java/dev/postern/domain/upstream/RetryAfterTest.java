package dev.postern.domain.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.bytes.Slice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120                           | 120",
                "0                             | 0",
                "99999999999999999999          | 3600",
                "Fri, 31 Dec 1999 23:59:59 GMT | 59",
                "Fri, 31 Dec 1999 23:00:00 GMT | 0",
                "Sat, 01 Jan 2000 23:00:00 GMT | 3600",
                "-1                            | 0",
                "soon                          | 0",
                "''                            | 0",
            })
    void readsSecondsAndDatesAndNothingElse(String value, long seconds) {
        long oneMinuteBefore2000 = 946684740;
        assertEquals(seconds * 1_000_000_000L, RetryAfter.nanos(Slice.of(value), oneMinuteBefore2000));
    }
}
