package dev.postern.config.file;

import dev.postern.domain.config.LogCondition;
import dev.postern.domain.config.LogCondition.Comparison;
import dev.postern.domain.config.LogCondition.Measure;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code status >= 400}, {@code duration > 1s}. */
record LogConditions() implements ScalarType {
    private static final Map<String, Comparison> COMPARISONS = Map.of(
            "<", Comparison.LESS,
            "<=", Comparison.AT_MOST,
            "=", Comparison.EQUAL,
            ">=", Comparison.AT_LEAST,
            ">", Comparison.MORE);
    private static final Pattern CONDITION = Pattern.compile("(\\w+) *(<=|>=|<|>|=) *(\\S+)");
    private static final Durations DURATIONS = new Durations();

    @Override
    public Form form() {
        return Form.text("condition", "status >= 400", "(status|duration) *(<=|>=|<|>|=) *[0-9hms]+");
    }

    @Override
    public String expected() {
        return "a condition such as status >= 400 or duration > 1s";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        Matcher matcher = CONDITION.matcher(text);
        if (!matcher.matches()) {
            throw new BadValueException("");
        }
        Comparison comparison = COMPARISONS.getOrDefault(matcher.group(2), Comparison.EQUAL);
        String bound = matcher.group(3);
        return switch (matcher.group(1)) {
            case "status" -> new LogCondition(Measure.STATUS, comparison, status(bound), text);
            case "duration" ->
                new LogCondition(Measure.DURATION, comparison, ((Duration) DURATIONS.parse(bound)).toNanos(), text);
            default -> throw new BadValueException("only status and duration can be asked for");
        };
    }

    private static int status(String text) throws BadValueException {
        if (!text.matches("[1-5][0-9]{2}")) {
            throw new BadValueException("a status is a number from 100 to 599");
        }
        return Integer.parseInt(text);
    }
}
