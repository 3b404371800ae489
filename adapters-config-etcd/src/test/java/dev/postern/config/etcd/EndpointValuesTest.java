package dev.postern.config.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                "{\"address\": \"a:1\", \"wieght\": 1}      | there is no field wieght",
                "{\"address\": \"a:1\", \"metadata\": []}   | metadata is not an object",
                "{\"address\": \"a:1\", \"zone\": {}}       | zone is not a single value",
                "{\"address\": \"a:1\"                 | neither host:port nor JSON",
                "{\"address\": \"a:1\"} {}             | neither host:port nor JSON",
                "{address: 'a:1'}                      | neither host:port nor JSON"
            })
    void whatIsWrongWithAValueIsSaid(String value, String reason) {
        EndpointValues read = EndpointValues.read(new TreeMap<>(Map.of("k", value)));
        assertEquals(List.of(), read.endpoints());
        assertEquals(List.of(new EndpointValues.LeftOut("k", reason)), read.leftOut());
    }

    @Test
    void theFirstOfTwoKeysWithOneAddressCounts() {
        EndpointValues read = EndpointValues.read(new TreeMap<>(
                Map.of("a", "{\"address\": \"h:1\", \"weight\": 5, \"metadata\": {\"x\": 1}}", "b", "h:1")));
        assertEquals(1, read.endpoints().size());
        assertEquals(5, read.endpoints().getFirst().weight());
        assertEquals(List.of(), read.leftOut());
    }

    @Test
    void whatIsWrittenIsRead() {
        EndpointConfig full = new EndpointConfig(new Address("::1", 5001), 3, true, Optional.of("a"));
        EndpointConfig plain = new EndpointConfig(new Address("users.internal", 5002), 1, false, Optional.empty());
        assertEquals("users.internal:5002", EndpointValues.write(plain, Map.of()));
        EndpointValues read = EndpointValues.read(new TreeMap<>(Map.of(
                "a",
                EndpointValues.write(full, Map.of("team", "x")),
                "b",
                EndpointValues.write(plain, Map.of("team", "y")))));
        assertEquals(List.of(full, plain), read.endpoints(), read.leftOut().toString());
    }
}
