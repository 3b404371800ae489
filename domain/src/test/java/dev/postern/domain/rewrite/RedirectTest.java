package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RedirectConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://{host}{uri}                  | /a%2Fb?x=1&y  | https://www.example.com/a%2Fb?x=1&y
            https://{host}{uri}                  | /a?           | https://www.example.com/a?
            https://{host}:8443{path}            | /a?x=1        | https://www.example.com:8443/a
            {scheme}://new.example.com{path}?{query} | /a?x=1&y=%20 | http://new.example.com/a?x=1&y=%20
            {scheme}://{host}:{port}/            | /a            | http://www.example.com:80/
            //other.example.com{path}            | //a           | //other.example.com//a
            /login?next={uri}                    | /a?x=1&y=2    | /login?next=%2Fa%3Fx%3D1%26y%3D2
            /login?next={path}#top               | /a%20b        | /login?next=%2Fa%2520b#top
            {uri}                                | //evil.com/x  | /evil.com/x
            {path}/                              | //evil.com    | /evil.com/
            {path}/                              | ////evil.com  | /evil.com/
            /{rest}                              | /x            | /evil.com/
            /x/{id}                              | /x            | /x/a%20b
            /x?id={id}                           | /x            | /x?id=a%20b
            /x/{header.Evil}                     | /x            | /x/%2F%2Fevil.com%2F%3Fa%3Db%23%0D%0ASet-Cookie%3A%20a
            /x?v={header.Evil}                   | /x            | /x?v=%2F%2Fevil.com%2F%3Fa%3Db%23%0D%0ASet-Cookie%3A%20a
            https://{header.Sub}.example.com/    | /x            | https://blue.example.com/
            https://{header.Evil}.example.com/   | /x            | refused
            https://{header.Missing}/            | /x            | refused
            https://{header.Mail}/               | /x            | refused
            /ü b"                                | /x            | /%C3%BC%20b%22
            https://example.com                  | /x            | https://example.com
            /x?a={query.q}                       | /x?q=1+2%26   | /x?a=1%202%26
            /{{x}}                               | /x            | /%7Bx%7D
            """)
    void writesWhereTheClientIsSent(String to, String target, String expected) {
        assertEquals(expected, render(to, Configs.matchPath("/users/{id}/{*rest}"), target));
    }

    @Test
    void usesTheGroupsOfTheMatch() {
        MatchConfig match = Configs.matchRegex("^/blog/(?P<year>\\d+)/(.*)$");
        assertEquals("/archive/2020-a/b", render("/archive/${year}-$2", match, "/blog/2020/a/b"));
        assertEquals("/?y=2020&r=a%2Fb", render("/?y={year}&r=$2", match, "/blog/2020/a/b"));
        assertEquals("/evil.com", render("/$2", match, "/blog/2020//evil.com"));
    }

    @Test
    void writesIpv6HostsInBrackets() {
        FakeRequest request = FakeRequest.of("/a").host("2001:db8::1", 80, "[2001:db8::1]");
        ByteBuilder out = new ByteBuilder(8);
        compile("https://{host}{uri}", 308, Configs.matchAll(), new FaultList())
                .appendLocation(new TemplateScope(request, PathParameters.NONE), out);
        assertEquals("https://[2001:db8::1]/a", out.toString());
    }

    @Test
    void refusesARequestWithoutTheHostItNeeds() {
        FakeRequest request = FakeRequest.of("/evil.com").host("", 80, "");
        ByteBuilder out = new ByteBuilder(8);
        Redirect redirect = compile("https://{host}{uri}", 308, Configs.matchAll(), new FaultList());
        assertEquals(false, redirect.appendLocation(new TemplateScope(request, PathParameters.NONE), out));
        assertEquals(0, out.length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                 | a location must begin with '/' or with a scheme such as https://
            login              | a location must begin with '/' or with a scheme such as https://
            {header.X}         | a location must begin with '/' or with a scheme such as https://
            {host}/x           | a location must begin with '/' or with a scheme such as https://
            {scheme}:/x        | a location must begin with '/' or with a scheme such as https://
            javascript:alert() | a location must begin with '/' or with a scheme such as https://
            https://{uri}      | there is no host after the scheme
            https:///x         | there is no host after the scheme
            https://           | there is no host after the scheme
            {scheme}://        | there is no host after the scheme
            //                 | there is no host after the scheme
            https://?x         | there is no host after the scheme
            https://x{query}   | a location can't hold {query}
            /x{query}          | a location can't hold {query}
            /x/{upstream}      | there is no {upstream} here: the route does not lead to one
            /{hots}            | there is no variable {hots} here, did you mean host?
            """)
    void tellsWhatIsWrongWithALocation(String to, String message) {
        FaultList faults = new FaultList();
        compile(to, 308, Configs.matchAll(), faults);
        assertEquals(List.of("routes.r.redirect.to: " + message), faults.all());
    }

    @Test
    void refusesControlBytesInALocation() {
        FaultList faults = new FaultList();
        compile("/a\r\nb", 308, Configs.matchAll(), faults);
        assertEquals(List.of("routes.r.redirect.to: a location can't hold the byte 0x0d"), faults.all());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void takesTheStatusesThatSendElsewhere(int status) {
        FaultList faults = new FaultList();
        assertEquals(status, compile("/", status, Configs.matchAll(), faults).status());
        faults.assertNone();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 300, 304, 305, 306, 309, 399})
    void refusesOtherStatuses(int status) {
        FaultList faults = new FaultList();
        compile("/", status, Configs.matchAll(), faults);
        assertEquals(
                List.of("routes.r.redirect.status: " + status
                        + " does not send a client elsewhere; expected 301, 302, 303, 307 or 308"),
                faults.all());
    }

    private static String render(String to, MatchConfig match, String target) {
        FaultList faults = new FaultList();
        Redirect redirect = compile(to, 308, match, faults);
        faults.assertNone();
        FakeRequest request = FakeRequest.of(target)
                .header("Evil", "//evil.com/?a=b#\r\nSet-Cookie: a")
                .header("Sub", "blue")
                .header("Mail", "good.example@evil.com");
        ByteBuilder out = new ByteBuilder(8);
        return redirect.appendLocation(new TemplateScope(request, FakeParameters.of("a%20b", "/evil.com/")), out)
                ? out.toString()
                : "refused";
    }

    private static Redirect compile(String to, int status, MatchConfig match, Faults faults) {
        Vocabulary vocabulary = new Vocabulary("r", List.of(), List.of("id", "rest"));
        return Redirect.compile(new RedirectConfig(to, status), match, vocabulary, "routes.r", faults);
    }
}
