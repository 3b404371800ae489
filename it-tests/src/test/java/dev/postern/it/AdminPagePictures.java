package dev.postern.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures of the admin page in the documentation. Run by {@code build/screenshots} and by nothing else. */
class AdminPagePictures {
    private static final int SECONDS_OF_TRAFFIC = 100;

    private final Path pictures = Path.of(System.getProperty("postern.screenshots", "target/screenshots"));

    @Test
    void takesThem(@TempDir Path folder) throws IOException {
        try (PageScene scene = new PageScene(folder, "");
                Browser browser = new Browser(Browser.program().orElseThrow(), folder)) {
            scene.keepBusy();
            browser.screen(1280, 900, false);
            browser.prefer("light");
            browser.open(scene.admin() + "/#now");
            scene.write("two");
            for (int i = 0; i < SECONDS_OF_TRAFFIC; i++) {
                pause(browser, 1000);
            }
            scene.write("of Postern");
            scene.killTheMoodyOne();
            browser.awaitText("is unhealthy");
            scene.writeNonsense();
            browser.awaitText("there is no upstream odrers");
            for (String view : List.of("now", "upstreams", "routes", "configuration")) {
                open(browser, scene, view);
                pause(browser, 2500);
                browser.run("(e => e && (e.value = 2, e.dispatchEvent(new Event('change'))))"
                        + "(document.querySelector('#minutes'))");
                browser.run("document.querySelectorAll('.history details').forEach(each => each.open = true)");
                pause(browser, 500);
                picture(browser, view);
            }
            open(browser, scene, "explain");
            browser.fill("URL, or a path", "http://shop.example.com/orders/7");
            browser.click("button", "Explain");
            browser.awaitText("route orders");
            picture(browser, "explain");
        }
    }

    private static void open(Browser browser, PageScene scene, String view) {
        browser.open("about:blank");
        browser.open(scene.admin() + "/#" + view);
        browser.awaitText("ready");
    }

    private static void pause(Browser browser, int millis) {
        browser.run("new Promise(done => setTimeout(done, " + millis + "))");
    }

    private void picture(Browser browser, String name) throws IOException {
        browser.screenshot(pictures.resolve(name + ".png"));
        if (List.of("now", "upstreams").contains(name)) {
            browser.prefer("dark");
            browser.screenshot(pictures.resolve(name + "-dark.png"));
            browser.prefer("light");
            browser.screen(360, 740, true);
            browser.screenshot(pictures.resolve(name + "-phone.png"));
            browser.screen(1280, 900, false);
        }
    }
}
