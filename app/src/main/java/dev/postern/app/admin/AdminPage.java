package dev.postern.app.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page at {@code /}: one document with its style and its scripts inside, read once. The parts are files of their own in
 * the folder {@code page}, named in {@code page.html} where they belong.
 */
final class AdminPage {
    private static final Pattern PART = Pattern.compile("/\\* part (\\S+) \\*/\n");
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private final Answer answer;

    AdminPage() {
        String text = PART.matcher(read("page.html")).replaceAll(part -> quoted(read(part.group(1))));
        // why hashes: whatever else gets into the page, by a name in a configuration say, does not run.
        String policy = "default-src 'none'; script-src " + hash(SCRIPT, text) + "; style-src " + hash(STYLE, text)
                + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                + "require-trusted-types-for 'script'; trusted-types 'none'";
        answer = Answer.raw(200, "text/html; charset=utf-8", text).with("Content-Security-Policy", policy);
    }

    Answer answer() {
        return answer;
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    private static String hash(Pattern element, String text) {
        String inside = element.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("page.html has no " + element));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(inside.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new LinkageError("SHA-256", impossible);
        }
    }

    private static String read(String name) {
        try (InputStream in = AdminPage.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
