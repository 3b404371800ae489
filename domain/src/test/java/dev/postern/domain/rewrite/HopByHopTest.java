package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.NameSet;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.HopByHop.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HopByHopTest {
    private final HopByHop hopByHop = new HopByHop(NameSet.of("X-Request-Id"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                   | Connection         | CONNECTION_ONLY
            ''                   | KEEP-ALIVE         | CONNECTION_ONLY
            ''                   | proxy-connection   | CONNECTION_ONLY
            ''                   | Proxy              | CONNECTION_ONLY
            ''                   | http2-settings     | CONNECTION_ONLY
            ''                   | Proxy-Authorization | CONNECTION_ONLY
            ''                   | te                 | TE
            ''                   | Upgrade            | UPGRADE
            ''                   | Transfer-Encoding  | FRAMING
            ''                   | content-length     | FRAMING
            ''                   | Trailer            | END_TO_END
            ''                   | X-Mine             | END_TO_END
            ''                   | Host               | END_TO_END
            X-Mine               | x-mine             | CONNECTION_ONLY
            'close,  x-MINE ,'   | X-Mine             | CONNECTION_ONLY
            X-Mine               | X-Min              | END_TO_END
            X-Mine               | X-Mine2            | END_TO_END
            Host                 | Host               | END_TO_END
            Authorization        | Authorization      | END_TO_END
            Cookie               | cookie             | END_TO_END
            X-Forwarded-For      | X-Forwarded-For    | END_TO_END
            x-forwarded-anything | X-Forwarded-Anything | END_TO_END
            Forwarded            | Forwarded          | END_TO_END
            X-Real-IP            | x-real-ip          | END_TO_END
            X-Request-Id         | X-Request-ID       | END_TO_END
            Content-Length       | Content-Length     | FRAMING
            TE                   | TE                 | TE
            close                | close              | END_TO_END
            """)
    void classifiesFields(String connection, String name, Kind expected) {
        FakeRequest request = FakeRequest.of("/");
        if (!connection.isEmpty()) {
            request.header("connection", connection);
        }
        assertTrue(hopByHop.read(request.headers()));
        assertEquals(expected, hopByHop.kind(Slice.of(name)));
    }

    @Test
    void readsTheOptionsOfEveryConnectionField() {
        FakeRequest request = FakeRequest.of("/")
                .header("Connection", "Upgrade, x-a")
                .header("X", "close")
                .header("CONNECTION", "TE,Keep-Alive,,x-b");
        assertTrue(hopByHop.read(request.headers()));
        assertTrue(hopByHop.saysUpgrade() && hopByHop.saysTe() && hopByHop.saysKeepAlive());
        assertFalse(hopByHop.saysClose());
        assertEquals(Kind.CONNECTION_ONLY, hopByHop.kind(Slice.of("X-A")));
        assertEquals(Kind.CONNECTION_ONLY, hopByHop.kind(Slice.of("X-B")));
    }

    @Test
    void forgetsTheMessageBefore() {
        hopByHop.read(FakeRequest.of("/").header("Connection", "close, x-a").headers());
        hopByHop.read(FakeRequest.of("/").headers());
        assertFalse(hopByHop.saysClose());
        assertEquals(Kind.END_TO_END, hopByHop.kind(Slice.of("X-A")));
    }

    @Test
    void refusesAMessageThatNamesMoreThanAnHonestOneDoes() {
        assertTrue(hopByHop.read(
                FakeRequest.of("/").header("Connection", "a,".repeat(64)).headers()));
        assertFalse(hopByHop.read(
                FakeRequest.of("/").header("Connection", "a,".repeat(65)).headers()));
    }
}
