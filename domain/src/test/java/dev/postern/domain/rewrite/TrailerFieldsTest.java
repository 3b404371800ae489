package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Slice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailerFieldsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length", "Transfer-Encoding", "HOST", "Authorization", "cookie", "Set-Cookie", "Content-Type",
                "Content-Encoding", "Trailer", "If-Match", "if-none-match", "Cache-Control", "Expect", "Max-Forwards",
                "X-Forwarded-For",
            })
    void whatMustBeKnownBeforeTheBodyCantFollowIt(String name) {
        assertFalse(TrailerFields.mayFollow(Slice.of(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc-status", "Server-Timing", "ETag", "Content-Digest", "X-Checksum", "Ifs", "I"})
    void whatIsKnownOnlyAfterTheBodyMayFollowIt(String name) {
        assertTrue(TrailerFields.mayFollow(Slice.of(name)));
    }
}
