package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.UpstreamConfig.ProxyProtocol;
import dev.postern.nio.transport.Hello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** TLS that is passed through, to where its server name leads. */
class ServerNameTest extends ProxyTest {
    /** Says its name, and then all that it hears. */
    private int backend(String name) throws IOException {
        return backend(new Backend(client -> client.send(name + " ").send(client.rest())))
                .port();
    }

    private TestConfig routes() throws IOException {
        return new TestConfig()
                .tcp("web", 0, "rest")
                .sni("db.example.com", "db")
                .sni("*.example.com", "wild")
                .upstream("db", backend("db"))
                .upstream("wild", backend("wild"))
                .upstream("rest", backend("rest"));
    }

    private void assertLeads(String name, byte[] said) throws IOException {
        Peer client = client().send(said);
        client.shutdownOutput();
        String heard = client.rest();
        assertEquals(name, heard.substring(0, Math.max(0, heard.indexOf(' '))));
        assertArrayEquals(
                said,
                heard.substring(heard.indexOf(' ') + 1).getBytes(StandardCharsets.ISO_8859_1),
                "untouched, and in full");
    }

    @Test
    void leadsByServerName() throws IOException {
        apply(routes());
        assertLeads("db", Hello.of("db.example.com", "TLSv1.3"));
        assertLeads("db", Hello.of("DB.EXAMPLE.com", "TLSv1.2"));
        assertLeads("wild", Hello.of("a.b.example.com", "TLSv1.3"));
        assertLeads("rest", Hello.of("example.org", "TLSv1.3"));
        assertLeads("rest", Hello.of("", "TLSv1.3"));
    }

    @Test
    void leadsWhatIsNoTlsWhereNoNameIsAskedFor() throws IOException {
        apply(routes());
        assertLeads("rest", "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        assertLeads("rest", new byte[] {22, 3, 1, 0});
        assertLeads("rest", new byte[0]);
    }

    @Test
    void theHelloMayComeByteByByteAndMoreMayFollow() throws IOException {
        apply(routes());
        Peer client = client();
        byte[] hello = Hello.of("db.example.com", "TLSv1.3");
        for (byte b : hello) {
            client.send(new byte[] {b});
        }
        client.send("and more").shutdownOutput();
        assertEquals("db " + new String(hello, StandardCharsets.ISO_8859_1) + "and more", client.rest());
    }

    @Test
    void moreThanTheBufferHoldsIsPassedOnWhole() throws IOException {
        apply(routes());
        byte[] hello = Hello.of("db.example.com", "TLSv1.3");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        said.writeBytes(hello);
        said.writeBytes(new byte[100_000]);
        assertLeads("db", said.toByteArray());
    }

    @Test
    void whereNoRouteIsLeftTheConnectionEnds() throws IOException {
        apply(new TestConfig()
                .tcpWithoutUpstream("web", 0)
                .sni("db.example.com", "db")
                .upstream("db", backend("db")));
        assertLeads("db", Hello.of("db.example.com", "TLSv1.3"));
        assertTrue(client().send(Hello.of("example.org", "TLSv1.3")).isClosed());
        assertTrue(client().send("nothing of TLS").isClosed());
    }

    @Test
    void whoSaysNothingInTimeIsLedAsOneWithoutAName() throws IOException {
        Backend speaksFirst = backend(new Backend(client -> client.send("220 ready")));
        apply(new TestConfig()
                .helloTimeout(Duration.ofMillis(50))
                .tcp("web", 0, "rest")
                .sni("db.example.com", "db")
                .upstream("db", backend("db"))
                .upstream("rest", speaksFirst.port()));
        assertEquals("220 ready", client().rest());
    }

    @Test
    void withoutSuchRoutesNobodyIsWaitedFor() throws IOException {
        Backend speaksFirst = backend(new Backend(client -> client.send("220 ready")));
        apply(new TestConfig()
                .helloTimeout(Duration.ofHours(1))
                .tcp("web", 0, "rest")
                .upstream("rest", speaksFirst.port()));
        assertEquals("220 ready", client().rest());
    }

    @Test
    void aClientThatLeavesBeforeItsHelloLeavesNothingBehind() throws IOException {
        apply(routes());
        client().send(new byte[] {22, 3}).reset();
        assertLeads("db", Hello.of("db.example.com", "TLSv1.3"));
    }

    @Test
    void aProxyHeaderComesBeforeTheHelloOnBothSides() throws IOException {
        String line = "PROXY TCP4 192.0.2.7 198.51.100.2 4711 443\r\n";
        byte[] hello = Hello.of("db.example.com", "TLSv1.3");
        apply(new TestConfig()
                .takeProxyHeaders()
                .sendProxyHeaders(ProxyProtocol.V1)
                .tcp("web", 0, "db")
                .sni("db.example.com", "db")
                .upstream("db", backend("db")));
        Peer client = client().send(line).send(hello);
        client.shutdownOutput();
        assertEquals("db " + line + new String(hello, StandardCharsets.ISO_8859_1), client.rest());
    }
}
