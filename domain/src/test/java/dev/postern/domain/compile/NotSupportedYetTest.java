package dev.postern.domain.compile;

import static dev.postern.domain.compile.TestConfig.web;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotSupportedYetTest {
    @ParameterizedTest
    @ValueSource(strings = "tls")
    void refusesWhatIsWrittenOfAnUpstreamWithThePlaceOfTheKey(String key) {
        assertEquals(
                List.of("conf.yaml:2:21: upstreams.users." + key + ": is not supported yet"),
                web().upstream("users", 1, "endpoints", key).errors());
    }

    @Test
    void acceptsWhatNobodyWrote() {
        assertEquals(
                1,
                web().upstream("users", 1, "endpoints").compiled().upstreams().size());
    }
}
