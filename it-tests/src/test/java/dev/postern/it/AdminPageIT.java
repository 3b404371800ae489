package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The admin page in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminPageIT {
    private static final List<String> VIEWS =
            List.of("now", "routes", "upstreams", "configuration", "explain", "certificates");
    private static final String NOTHING = "(nothing)";

    /** The console tells of every answer that is no success; this is what a test wants to be answered. */
    private String expected = NOTHING;

    private Optional<PageScene> scene = Optional.empty();
    private Optional<Browser> browser = Optional.empty();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Optional<Path> chromium = Browser.program();
        assertTrue(
                chromium.isPresent() || System.getenv("CI") == null,
                "no Chromium: apt-get install chromium, or name one in CHROMIUM_BIN");
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium on the PATH, nor named in CHROMIUM_BIN");
        scene = Optional.of(new PageScene(folder, ""));
        scene().keepBusy();
        browser = Optional.of(new Browser(chromium.get(), folder));
    }

    @AfterAll
    void stop() {
        browser.ifPresent(Browser::close);
        scene.ifPresent(PageScene::close);
    }

    private PageScene scene() {
        return scene.orElseThrow();
    }

    private Browser browser() {
        return browser.orElseThrow();
    }

    @BeforeEach
    void sizeOfADesk() {
        browser().screen(1280, 900, false);
        browser().prefer("light");
        expected = NOTHING;
        browser().complaints().clear();
        browser().requests().clear();
    }

    @AfterEach
    void askedNobodyElseAndComplainedOfNothing() {
        List<String> others = browser().requests().stream()
                .filter(url -> !url.startsWith("data:") && !url.startsWith("http://127.0.0.1:"))
                .toList();
        assertEquals(List.of(), others);
        assertEquals(
                List.of(),
                browser().complaints().stream()
                        .filter(each -> !each.contains(expected))
                        .toList());
    }

    private void open(String view) {
        browser().open("about:blank");
        browser().open(scene().admin() + "/#" + view);
    }

    private static String endpoint(String address) {
        return "document.querySelector('[data-endpoint=\"" + address + "\"]')";
    }

    private void awaitState(String state) {
        browser()
                .await(
                        "is " + state,
                        endpoint(scene().moodyAddress()) + "?.dataset.state === " + Browser.quoted(state));
    }

    private void awaitServing() {
        browser().await("serves", isServing());
    }

    private String isServing() {
        return "['serving', 'warming'].includes(" + endpoint(scene().moodyAddress()) + "?.dataset.state)";
    }

    @Test
    void showsTrafficAsItComes() {
        open("now");
        browser().awaitText("Requests per second");
        browser().await("has a rate", "parseFloat(document.querySelector('#tile-rate dd').textContent) > 0");
        browser().await("draws it", "document.querySelector('.area.ok').getAttribute('d').length > 100");
        browser()
                .await(
                        "tells of 4xx",
                        "/4xx [0-9.]*[1-9]/.test(document.querySelector('#tile-rate .note').textContent)");
        browser()
                .await(
                        "a row of the listener",
                        "[...document.querySelectorAll('tbody tr')].some(r => r.textContent.startsWith('web'))");
        String before = browser().run("document.querySelector('.area.ok').getAttribute('d')");
        browser()
                .await("goes on", "document.querySelector('.area.ok').getAttribute('d') !== " + Browser.quoted(before));
    }

    @Test
    void anEndpointTurnsRedWhenItDiesAndGreenAgain() throws IOException {
        open("upstreams");
        awaitServing();
        String colour = "getComputedStyle(" + endpoint(scene().moodyAddress()) + ".querySelector('.badge')).color";
        String green = browser().run(colour);
        scene().killTheMoodyOne();
        awaitState("unhealthy");
        browser().awaitText("failed: connect refused");
        assertTrue(
                browser().run(colour).matches("rgb\\(1[0-9]+, 3[0-9], 3[0-9]\\)"),
                browser().run(colour));
        open("now");
        browser().awaitText("orders / " + scene().moodyAddress() + " is unhealthy");
        open("upstreams");
        awaitState("unhealthy");
        scene().reviveTheMoodyOne();
        awaitServing();
        assertEquals(green, browser().run(colour));
    }

    @Test
    void aBadConfigurationShowsItsProblemAndAGoodOneItsDifference() throws IOException {
        open("configuration");
        browser().awaitText("Nothing is held back");
        scene().writeNonsense();
        browser().awaitText("there is no upstream odrers");
        open("now");
        browser().awaitText("there is no upstream odrers");
        scene().write("two");
        browser().await("it is gone", "!document.body.innerText.includes('odrers')");
        open("configuration");
        browser().await("is in the history", "document.querySelectorAll('.history details').length > 1");
        browser().run("document.querySelector('.history details').open = true");
        browser().awaitText("routes.about");
        browser().await("says what it was", "document.querySelector('.diff del')?.textContent.length > 2");
    }

    @Test
    void explains() {
        open("explain");
        browser().fill("Method", "DELETE");
        browser().fill("URL, or a path", "/orders/7");
        browser().click("button", "Explain");
        browser().awaitText("By configuration");
        browser().awaitText("orders: method is DELETE, wanted GET, HEAD, POST");
        browser().fill("Method", "GET");
        browser().click("button", "Explain");
        browser().awaitText("route orders");
        browser().fill("URL, or a path", "orders");
        expected = "status of 400";
        browser().click("button", "Explain");
        browser().awaitText("is no URL");
    }

    @Test
    void whatChangesSomethingAsksFirst() {
        open("upstreams");
        awaitServing();
        browser().click("button", "Drain " + scene().moodyAddress());
        browser().awaitText("takes no new clients any more");
        browser().awaitText("1 other endpoint serves.");
        browser().press("Escape");
        browser().await("the question is gone", "!document.querySelector('dialog').open");
        assertTrue(browser().holds(isServing()));

        browser().click("button", "Drain " + scene().moodyAddress());
        browser().click("dialog button", "Drain");
        browser().awaitText("is draining");
        browser().click("dialog button", "Close");
        awaitState("draining");
        browser().click("button", "Resume " + scene().moodyAddress());
        browser().click("dialog button", "Resume");
        browser().await("is done", "document.querySelector('dialog .outcome').textContent.startsWith('done')");
        browser().click("dialog button", "Close");
        awaitServing();
    }

    @Test
    void aConfigurationIsCheckedBeforeItIsAppliedAndRolledBack() throws IOException {
        open("configuration");
        browser().fill("Configuration", "routes: 7");
        browser().click("button", "Apply");
        browser().awaitText("has errors");
        assertFalse(browser().holds("document.querySelector('dialog').open"));
        scene().write("three");
        browser().await("has a way back", "document.querySelectorAll('.history .back:not([hidden])').length > 0");
        browser().click(".history .back", "Roll back");
        browser().awaitText("takes the place of all sources");
        browser()
                .await(
                        "shows what it would change",
                        "document.querySelector('dialog .diff')?.textContent.includes('routes.about')");
        browser().click("dialog button", "Roll back");
        browser().awaitText("is in force.");
        browser().click("dialog button", "Close");
        browser().awaitText("rollback to");
        browser().click("button", "Read all sources again");
        browser().click("dialog button", "Read again");
        browser().awaitText("being read again");
        browser().click("dialog button", "Close");
        browser().await("the sources rule again", "!document.body.innerText.includes('in place of the sources')");
    }

    @Test
    void fitsAPhoneAndCanBeUsedByKeyboard() {
        browser().screen(360, 740, true);
        for (String view : VIEWS) {
            open(view);
            browser()
                    .await(
                            "has content",
                            "document.querySelector('#main .panel') !== null && document.querySelector('#link').textContent !== ''");
            assertEquals("360", browser().run("document.documentElement.scrollWidth"), view);
        }
        browser().screen(1280, 900, false);
        open("now");
        browser().awaitText("What is wrong");
        browser().press("Tab");
        assertEquals("Skip to the content", browser().run("document.activeElement.textContent"));
        for (int i = 0; i < 3; i++) {
            browser().press("Tab");
        }
        assertEquals("Routes", browser().run("document.activeElement.firstChild.textContent"));
        assertFalse(browser()
                .run("getComputedStyle(document.activeElement).outlineStyle")
                .equals("none"));
        browser().press("Enter");
        browser().awaitText("In the order in which they are asked");
        assertEquals("main", browser().run("document.activeElement.id"));
    }

    @Test
    void asksForTheTokenAndKeepsItInThisTab(@TempDir Path folder) throws IOException {
        expected = "status of 401";
        String token = "a-token-of-some-length";
        try (PageScene guarded = new PageScene(folder, token)) {
            browser().open(guarded.admin() + "/");
            browser().awaitText("The admin API asks for its token");
            browser().fill("Token", "not-the-token-of-it");
            browser().click("form button", "Sign in");
            browser().awaitText("That is not the token.");
            browser().fill("Token", token);
            browser().click("form button", "Sign in");
            browser().awaitText("Requests per second");
            browser().open(guarded.admin() + "/#upstreams");
            browser().awaitText("127.0.0.1:");
            browser().click("button", "Sign out");
            browser().awaitText("The admin API asks for its token");
            assertEquals("0", browser().run("sessionStorage.length"));
        }
    }
}
