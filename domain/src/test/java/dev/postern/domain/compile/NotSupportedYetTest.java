package dev.postern.domain.compile;

import static dev.postern.domain.compile.TestConfig.web;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.UpstreamConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotSupportedYetTest {
    @Test
    void refusesAProtocolThatItDoesNotSpeak() {
        assertEquals(
                List.of("conf.yaml:2:1: upstreams.users.protocol: is not supported yet"),
                web().upstream("users", 1, UpstreamConfig.Protocol.H2).errors());
    }

    @Test
    void acceptsWhatNobodyWrote() {
        assertEquals(
                1,
                web().upstream("users", 1, "endpoints").compiled().upstreams().size());
    }
}
