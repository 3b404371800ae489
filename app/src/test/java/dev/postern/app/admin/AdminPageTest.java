package dev.postern.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminPageTest {
    private final Answer page = new AdminPage().answer();
    private final String text =
            StandardCharsets.UTF_8.decode(page.body().duplicate()).toString();

    @Test
    void isOneDocumentWithEverythingInside() {
        assertEquals("text/html; charset=utf-8", page.contentType());
        assertFalse(text.contains("/* part "), "a part is missing");
        for (String outside :
                List.of("<script src", "<link rel=\"stylesheet", "@import", "url(http", "//cdn", "innerHTML")) {
            assertFalse(text.contains(outside), outside);
        }
    }

    @Test
    void itsPolicyAllowsItsOwnScriptAndStyleAndNoOthers() throws Exception {
        String policy = page.headers().getOrDefault("Content-Security-Policy", "");
        for (String element : List.of("script", "style")) {
            String inside = text.substring(
                    text.indexOf("<" + element + ">") + element.length() + 2, text.indexOf("</" + element + ">"));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(inside.getBytes(StandardCharsets.UTF_8));
            String source = element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';";
            assertTrue(policy.contains(source), policy);
        }
        assertTrue(policy.startsWith("default-src 'none';"), policy);
        assertFalse(policy.contains("unsafe"), policy);
    }
}
