package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.NameSet;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.RedirectConfig;
import dev.postern.domain.config.RewriteConfig;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The request path must not feed the garbage collector: what is counted here happens for every request. */
class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Vocabulary vocabulary = new Vocabulary("r", List.of("u"), List.of("id"));
    private final FakeRequest request = FakeRequest.of("/users/7?a=1&b=2&q=x%20y")
            .host("2001:db8::1", 8080, "[2001:db8::1]:8080")
            .header("Host", "[2001:db8::1]:8080")
            .header("Connection", "keep-alive, x-a")
            .header("Cookie", "a=b; c=d")
            .header("X-Forwarded-For", "1.1.1.1, [2001:db8::7]:443, 10.0.0.2")
            .header("Forwarded", "for=1.1.1.1;proto=https");
    private final TemplateScope scope = new TemplateScope(request, new FakeParameters(6, List.of(Slice.of("7"))));
    private final ByteBuilder out = new ByteBuilder(1024);
    private final Slice into = new Slice();
    private long seen;
    private final HeaderSink sink = (name, value) -> seen += name.length() + value.length();

    @Test
    void handlesARequestWithoutAllocating() {
        Rewrite prefix = rewrite(Configs.replacePrefix("/"));
        Rewrite path = rewrite(Configs.path("/x/{id}/{header.Host}/{query.q}/{cookie.c}/{port}"));
        Rewrite query = rewrite(Configs.query(Map.of("b", "{uri}", "c", "{client.ip}"), List.of("a")));
        Redirect redirect = Redirect.compile(
                new RedirectConfig("https://{host}{uri}", 308),
                Configs.matchAll(),
                vocabulary,
                "routes.r",
                new FaultList());
        HeaderEdits edits = HeaderEdits.compile(
                new HeaderEditsConfig(Map.of("X-Real-IP", "{client.ip}"), Map.of("X", List.of("{host}")), List.of("Y")),
                HeaderEdits.Side.REQUEST,
                vocabulary,
                "r",
                new FaultList());
        HopByHop hopByHop = new HopByHop(NameSet.of("X-Request-Id"));
        ForwardedHeaders forwarding = ForwardedHeadersTest.forwarding(true, true);
        ClientAddress client = new ClientAddress();
        client.connected(new Slice().set(new byte[] {10, 0, 0, 1}, 0, 4), 1, ClientAddress.Scheme.HTTP);
        Slice untidy = Slice.of("/a/./b/../%41");
        assertAllocatesNothing(() -> {
            out.clear();
            PathNormaliser.normalise(request.path(), out);
            PathNormaliser.normalise(untidy, out);
            prefix.appendTarget(scope, out);
            prefix.strippedPrefix(scope, into);
            path.appendTarget(scope, out);
            query.appendTarget(scope, out);
            redirect.appendLocation(scope, out);
            hopByHop.read(request.headers());
            forwarding.identify(client, request.headers(), scope);
            for (int i = 0; i < request.headers().size(); i++) {
                request.headers().name(i, into);
                seen += hopByHop.kind(into) == HopByHop.Kind.END_TO_END ? 1 : 0;
                seen += edits.drops(into) || forwarding.drops(into, client) ? 1 : 0;
            }
            prefix.strippedPrefix(scope, into);
            forwarding.appendTo(client, into, edits, scope, sink);
            edits.appendTo(scope, sink);
        });
        assertTrue(seen > 0 && out.length() > 100, out::toString);
    }

    private Rewrite rewrite(RewriteConfig config) {
        FaultList faults = new FaultList();
        Rewrite rewrite = Rewrite.compile(
                Optional.of(config), Configs.matchPrefix("/users"), Configs.NO_EDITS, vocabulary, "routes.r", faults);
        faults.assertNone();
        return rewrite;
    }

    private void assertAllocatesNothing(Runnable work) {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MEASURED; i++) {
            work.run();
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / MEASURED;
        assertTrue(each == 0, each + " bytes for each request");
    }
}
