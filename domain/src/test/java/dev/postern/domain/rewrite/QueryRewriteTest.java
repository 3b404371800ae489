package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.config.RewriteConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryRewriteTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /a                  | src=proxy      | ''    | /a?src=proxy
            /a?                 | src=proxy      | ''    | /a?src=proxy
            /a?x=1              | src=proxy      | ''    | /a?x=1&src=proxy
            /a?src=me           | src=proxy      | ''    | /a?src=proxy
            /a?x&src=me&y       | src=proxy      | ''    | /a?x&src=proxy&y
            /a?src=1&y=2&src=3  | src=proxy      | ''    | /a?src=proxy&y=2
            /a?s%72c=1&src      | src=proxy      | ''    | /a?src=proxy
            /a?srcs=1&sr=2      | src=proxy      | ''    | /a?srcs=1&sr=2&src=proxy
            /a?b=1&a=1          | a=2&b=3        | ''    | /a?b=3&a=2
            /a?debug            | ''             | debug | /a
            /a?debug=1&x=%41+b  | ''             | debug | /a?x=%41+b
            /a?x=1&debug&y=2    | ''             | debug | /a?x=1&y=2
            /a?x=1&debug        | ''             | debug | /a?x=1
            /a?de%62ug=1        | ''             | debug | /a
            /a?Debug=1          | ''             | debug | /a?Debug=1
            /a?a=&&b==c&%zz     | ''             | debug | /a?a=&&b==c&%zz
            /a?                 | ''             | debug | /a
            /a                  | ''             | debug | /a
            /a?a+b=1            | a b=2          | ''    | /a?a%20b=2
            /a                  | x={method}     | ''    | /a?x=GET
            /a                  | x={header.Evil} | ''   | /a?x=a%26admin%3D1%23%20%2B%25%0D%0A
            /a                  | x={header.None} | ''   | /a?x=
            /b%2F?q=1&r         | x={uri}        | ''    | /b%2F?q=1&r&x=%2Fb%252F%3Fq%3D1%26r
            /b?q=1%26           | x={query}      | ''    | /b?q=1%26&x=q%3D1%2526
            /b?q=a%20b+c=%2fd   | x={query.q}    | ''    | /b?q=a%20b+c=%2fd&x=a%20b%20c%3D%2Fd
            /b?q=1              | q={query.q}2   | ''    | /b?q=12
            /b                  | x={id}         | ''    | /b?x=a%20b%2Bc
            /b                  | x=100%         | ''    | /b?x=100%25
            /b                  | x=%41;é        | ''    | /b?x=%41%3B%C3%A9
            """)
    void changesOnlyThePairsItNames(String target, String set, String remove, String expected) {
        RewriteConfig config = Configs.query(Configs.pairs(set), remove.isEmpty() ? List.of() : List.of(remove));
        assertEquals(expected, render(config, target));
    }

    @Test
    void encodesWhatAnOperatorWroteWhereItWouldEndTheValue() {
        assertEquals("/a?x=a%20b%26c%23d", render(Configs.query(Map.of("x", "a b&c#d"), List.of()), "/a?x=1"));
    }

    @Test
    void tellsWhenAParameterIsSetAndRemoved() {
        FaultList faults = new FaultList();
        compile(Configs.query(Map.of("a", "{nope.}"), List.of("a")), faults);
        assertEquals(
                List.of(
                        "routes.r.rewrite.query.set.a: there is no variable {nope.} here",
                        "routes.r.rewrite.query.set.a: the parameter is set and removed; set replaces what the client"
                                + " sent by itself"),
                faults.all());
    }

    @Test
    void staysLinearForManyPairs() {
        String target = "/a?" + "b=c&".repeat(16_000);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 100; i++) {
                render(Configs.query(Map.of("x", "{query.x}"), List.of("debug")), target);
            }
        });
    }

    private static String render(RewriteConfig config, String target) {
        FaultList faults = new FaultList();
        Rewrite rewrite = compile(config, faults);
        faults.assertNone();
        FakeRequest request = FakeRequest.of(target).header("Evil", "a&admin=1# +%\r\n");
        ByteBuilder out = new ByteBuilder(8);
        return rewrite.appendTarget(new TemplateScope(request, FakeParameters.of("a%20b+c")), out)
                ? out.toString()
                : "refused";
    }

    private static Rewrite compile(RewriteConfig config, Faults faults) {
        return Rewrite.compile(
                Optional.of(config),
                Configs.matchAll(),
                Configs.NO_EDITS,
                new Vocabulary("r", List.of("u"), List.of("id")),
                "routes.r",
                faults);
    }
}
