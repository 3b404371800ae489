package dev.postern.config.file;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 250ms 5s 1m30s 2h}, from the largest unit to the smallest; {@code 0} needs none. */
record Durations() implements ScalarType {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final List<String> UNITS = List.of("h", "m", "s", "ms");
    private static final List<Long> MILLIS = List.of(3_600_000L, 60_000L, 1_000L, 1L);
    private static final Pattern PART = Pattern.compile("([0-9]{1,12})(ms|h|m|s)");
    private static final Pattern FRACTION = Pattern.compile("([0-9]{0,6}\\.[0-9]{1,6})(ms|h|m|s)");
    private static final Pattern LONG_UNIT = Pattern.compile("([0-9]{1,6}) *([a-zA-Zµ]+)");

    @Override
    public Form form() {
        return Form.textOrNumber(
                "duration", "10s", "0|([0-9]{1,12}h)?([0-9]{1,12}m)?([0-9]{1,12}s)?([0-9]{1,12}ms)?", 0, 0);
    }

    @Override
    public String expected() {
        return "a duration such as 250ms, 5s or 1m30s";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        long millis = 0;
        int unit = -1;
        int end = 0;
        Matcher part = PART.matcher(text);
        while (end < text.length() && part.find(end) && part.start() == end) {
            int next = UNITS.indexOf(part.group(2));
            if (next <= unit) {
                throw new BadValueException("each unit once, the largest first");
            }
            unit = next;
            millis += Math.min(Long.parseLong(part.group(1)), LONGEST.toMillis() + 1) * MILLIS.get(unit);
            end = part.end();
        }
        if (end == 0 || end < text.length()) {
            throw new BadValueException(hint(text).orElse(""));
        }
        if (millis > LONGEST.toMillis()) {
            throw new BadValueException("the longest is " + LONGEST.toHours() + "h");
        }
        return Duration.ofMillis(millis);
    }

    private static Optional<String> hint(String text) {
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of("a unit is missing: write " + text + "s or " + text + "ms");
        }
        if (text.startsWith("-")) {
            return Optional.of("it can't be negative");
        }
        Matcher fraction = FRACTION.matcher(text);
        if (fraction.matches()) {
            return whole(fraction).map(exact -> "write " + exact);
        }
        Matcher unit = LONG_UNIT.matcher(text);
        return unit.matches() ? byUnit(Long.parseLong(unit.group(1)), unit.group(2)) : Optional.empty();
    }

    /** 1.5s is 1500ms. */
    private static Optional<String> whole(Matcher fraction) {
        int unit = UNITS.indexOf(fraction.group(2));
        for (int smaller = unit; smaller < UNITS.size(); smaller++) {
            BigDecimal amount = new BigDecimal(fraction.group(1))
                    .multiply(BigDecimal.valueOf(MILLIS.get(unit) / MILLIS.get(smaller)))
                    .stripTrailingZeros();
            if (amount.scale() <= 0) {
                return Optional.of(amount.toPlainString() + UNITS.get(smaller));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> byUnit(long amount, String unit) {
        return switch (unit) {
            case "d", "day", "days" -> Optional.of("write " + amount * 24 + "h");
            case "w", "week", "weeks" -> Optional.of("write " + amount * 168 + "h");
            case "H", "hour", "hours", "hr", "hrs" -> Optional.of("write " + amount + "h");
            case "min", "mins", "minute", "minutes" -> Optional.of("write " + amount + "m");
            case "S", "sec", "secs", "second", "seconds" -> Optional.of("write " + amount + "s");
            case "milli", "millis", "milliseconds", "msec" -> Optional.of("write " + amount + "ms");
            case "us", "µs", "ns" -> Optional.of("the smallest unit is ms");
            case "h", "m", "s", "ms" -> Optional.of("write it without spaces");
            default -> Optional.empty();
        };
    }
}
