package dev.postern.config.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointValuesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                    | the address is not host:port",
                "nonsense                              | the address is not host:port",
                "host:70000                            | the address is not host:port",
                "unix:/run/x.sock                      | the address is not host:port",
                "{}                                    | address is missing",
                "{\"address\": null}                   | address is missing",
                "{\"address\": [\"a:1\"]}              | address is not a single value",
                "{\"address\": \"a\"}                  | the address is not host:port",
                "{\"address\": \"a:1\", \"weight\": -1}      | weight is not a whole number from 0 to 65535",
                "{\"address\": \"a:1\", \"weight\": 1.5}     | weight is not a whole number from 0 to 65535",
                "{\"address\": \"a:1\", \"weight\": 1e999}   | weight is not a whole number from 0 to 65535",
                "{\"address\": \"a:1\", \"weight\": \"2\"}   | weight is not a whole number from 0 to 65535",
                "{\"address\": \"a:1\", \"backup\": \"yes\"} | backup is neither true nor false",
                "{\"address\": \"a:1\"                 | neither host:port nor JSON",
                "{\"address\": \"a:1\"} {}             | neither host:port nor JSON",
                "{address: 'a:1'}                      | neither host:port nor JSON"
            })
    void whatIsWrongWithAValueIsSaid(String value, String reason) {
        EndpointValues read = EndpointValues.read(new TreeMap<>(Map.of("k", value)));
        assertEquals(List.of(), read.endpoints());
        assertEquals(List.of("event=endpoint-left-out key=\"k\" reason=\"" + reason + "\""), read.complaints());
    }

    @Test
    void theFirstOfTwoKeysWithOneAddressCounts() {
        EndpointValues read = EndpointValues.read(new TreeMap<>(
                Map.of("a", "{\"address\": \"h:1\", \"weight\": 5, \"metadata\": {\"x\": 1}}", "b", "h:1")));
        assertEquals(1, read.endpoints().size());
        assertEquals(5, read.endpoints().getFirst().weight());
        assertEquals(List.of(), read.complaints());
    }
}
