package dev.postern.config.file;

import dev.postern.domain.config.Expectation;
import dev.postern.domain.config.Percent;
import java.util.List;
import java.util.regex.Pattern;

/** Values that are a text, a word or a few digits. */
final class PlainValues {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");

    private PlainValues() {}

    record Text() implements ScalarType {
        @Override
        public Form form() {
            return Form.any("text", "text");
        }

        @Override
        public String expected() {
            return "a text";
        }

        @Override
        public Object parse(String text) {
            return text;
        }
    }

    record Truth() implements ScalarType {
        @Override
        public Form form() {
            return Form.truth();
        }

        @Override
        public String expected() {
            return "true or false";
        }

        @Override
        public List<String> choices() {
            return List.of("true", "false");
        }

        @Override
        public Object parse(String text) throws BadValueException {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                case "yes", "on", "True", "TRUE", "1" -> throw new BadValueException("write true");
                case "no", "off", "False", "FALSE", "0" -> throw new BadValueException("write false");
                default -> throw new BadValueException("");
            };
        }
    }

    /** A whole number in plain decimal digits: no sign but -, no leading zeros, no 1_000, 0x10 or 1e3. */
    record Whole(long min, long max) implements ScalarType {
        @Override
        public Form form() {
            return Form.textOrNumber(range(), sample(), "-?(0|[1-9][0-9]*)", min, max);
        }

        @Override
        public String expected() {
            if (max < Integer.MAX_VALUE) {
                return "a whole number from " + min + " to " + max;
            }
            return min > Integer.MIN_VALUE ? "a whole number, " + min + " or more" : "a whole number";
        }

        private String range() {
            if (max < Integer.MAX_VALUE) {
                return min + " to " + max;
            }
            return min > Integer.MIN_VALUE ? min + " or more" : "number";
        }

        private String sample() {
            return Long.toString(Math.clamp(10, min, max));
        }

        @Override
        public Object parse(String text) throws BadValueException {
            if (!WHOLE.matcher(text).matches()) {
                boolean decimal = text.matches("[+]?0*[0-9]+");
                throw new BadValueException(decimal ? "write it without a sign or leading zeros" : "");
            }
            long number = text.length() > 11 ? Long.MAX_VALUE : Long.parseLong(text);
            if (number < min || number > max || number > Integer.MAX_VALUE || number < Integer.MIN_VALUE) {
                throw new BadValueException("");
            }
            return (int) number;
        }
    }

    record Share() implements ScalarType {
        @Override
        public Form form() {
            return Form.text("percentage", "50%", "(0|[1-9][0-9]?|100)%");
        }

        @Override
        public String expected() {
            return "a percentage from 0% to 100%";
        }

        @Override
        public Object parse(String text) throws BadValueException {
            String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
            if (!digits.matches("0|[1-9][0-9]?|100")) {
                boolean fraction = digits.matches("[0-9]+[.][0-9]+");
                throw new BadValueException(fraction ? "only whole percents are understood" : "");
            }
            if (!text.endsWith("%")) {
                throw new BadValueException("write " + text + "%");
            }
            return new Percent(Integer.parseInt(digits));
        }
    }

    /** Status codes, or a text: which of them it has to be depends on what it stands beside. */
    record Expected() implements ScalarType {
        @Override
        public Form form() {
            return Form.any("status codes, or a text", "200-299");
        }

        @Override
        public String expected() {
            return "status codes such as 204 or 200-399, or for tcp a text";
        }

        @Override
        public Object parse(String text) {
            return new Expectation(text);
        }
    }
}
