package dev.postern.domain.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a probe's answer must be: status codes such as {@code 200-399} or {@code 204}, or over TCP a text in it. */
public record Expectation(String text) {
    private static final Pattern STATUSES = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");

    /** The text as status codes, if it is some. */
    public Optional<StatusRange> statuses() {
        Matcher matcher = STATUSES.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int from = Integer.parseInt(matcher.group(1));
        int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
        return to < from ? Optional.empty() : Optional.of(new StatusRange(from, to));
    }

    /** What was probably meant by a text that is no status codes. */
    public Optional<String> hint() {
        if (text.matches("[1-5](xx|XX|\\*)")) {
            return Optional.of(text.charAt(0) + "00-" + text.charAt(0) + "99");
        }
        return STATUSES.matcher(text).matches()
                ? Optional.of(text.substring(4) + "-" + text.substring(0, 3))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
