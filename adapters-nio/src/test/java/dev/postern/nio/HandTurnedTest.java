package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.HttpConfig;
import dev.postern.domain.config.Size;
import dev.postern.domain.config.TimeoutsConfig;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** For tests in which time passes: by a clock set by hand, so that no machine is too slow for them. */
@Timeout(60)
abstract class HandTurnedTest {
    static final Duration SECOND = Duration.ofSeconds(1);
    static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

    private final List<AutoCloseable> closing = new ArrayList<>();

    <T extends AutoCloseable> T closing(T resource) {
        closing.addFirst(resource);
        return resource;
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (AutoCloseable each : closing) {
            each.close();
            if (each instanceof HandTurned turned) {
                assertEquals(0, turned.worker.buffers().onLoan(), "buffers on loan");
                assertEquals(0, turned.worker.open(), "connections");
            }
        }
    }

    /** Head within 10 s, 5 s between two parts of a body, 60 s between requests. */
    static TestConfig config() {
        return new TestConfig()
                .limits(new HttpConfig(
                        new Size(32 * 1024),
                        100,
                        new Size(0),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(5),
                        0))
                .responseTimeout(Duration.ofSeconds(1000))
                .http("web", 0);
    }

    HandTurned proxy(TestConfig config) throws IOException {
        return closing(new HandTurned(config));
    }

    Peer client(HandTurned proxy) throws IOException {
        return closing(proxy.client());
    }

    /** Reads requests and never answers. */
    Backend silent() throws IOException {
        return closing(new Backend(client -> {
            while (client.socket().getInputStream().read() >= 0) {
                // Goes on reading.
            }
        }));
    }

    /** Small buffers at the client, so that little is under way. */
    static SocketChannel slowReader(HandTurned proxy) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024);
        proxy.client(channel);
        return channel;
    }

    static int read(SocketChannel client, ByteBuffer into) {
        try {
            return client.read(into);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static TimeoutsConfig times(Duration response, Duration body, Duration tunnel) {
        return new TimeoutsConfig(Optional.of(response), Optional.of(body), tunnel, Optional.of("X-Left"));
    }
}
