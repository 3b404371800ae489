package dev.postern.config.file;

import dev.postern.domain.config.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 512B 16KiB 1MiB 2GiB 1TiB}, or a bare {@code 0}. */
record Sizes() implements ScalarType {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final long LARGEST = 1024L << 40;
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(B|KiB|MiB|GiB|TiB)");
    private static final Pattern LOOSE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?) *([kKmMgGtT]?)(?:[iI]?[bB]?)");

    @Override
    public Form form() {
        return Form.textOrNumber("size", "1MiB", "0|[0-9]{1,15}(B|KiB|MiB|GiB|TiB)", 0, 0);
    }

    @Override
    public String expected() {
        return "a size such as 512B, 16KiB or 1MiB";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (text.equals("0")) {
            return new Size(0);
        }
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new BadValueException(hint(text).orElse(""));
        }
        long amount = Long.parseLong(size.group(1));
        long unit = 1L << (10 * UNITS.indexOf(size.group(2)));
        if (amount > LARGEST / unit) {
            throw new BadValueException("the largest is " + new Size(LARGEST));
        }
        return new Size(amount * unit);
    }

    /** What 10k, 1MB, 1.5MiB or 100 should be written as. */
    private static Optional<String> hint(String text) {
        Matcher loose = LOOSE.matcher(text);
        if (!loose.matches()) {
            return Optional.empty();
        }
        int power = loose.group(2).isEmpty() ? 0 : "KMGT".indexOf(loose.group(2).toUpperCase(Locale.ROOT)) + 1;
        BigDecimal bytes = new BigDecimal(loose.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
        if (bytes.stripTrailingZeros().scale() > 0 || bytes.compareTo(BigDecimal.valueOf(LARGEST)) > 0) {
            return Optional.empty();
        }
        String counted = power == 0 ? "a unit is missing: " : "";
        return Optional.of(counted + "write " + new Size(bytes.longValueExact()));
    }
}
