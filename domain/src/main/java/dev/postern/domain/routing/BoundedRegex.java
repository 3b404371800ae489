package dev.postern.domain.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;

/**
 * Compiles regular expressions that somebody else wrote. RE2 bounds the time of a match by the size of what a pattern
 * compiles to, but lets repetitions of repetitions make that as large as memory; so the size is reckoned first.
 */
public final class BoundedRegex {
    static final int LONGEST = 4096;
    static final int MOST_STEPS = 5000;
    static final int DEEPEST = 100;

    private static final java.util.regex.Pattern REPETITION = java.util.regex.Pattern.compile("\\{(\\d+)(,?)(\\d*)}");

    private BoundedRegex() {}

    /** The compiled pattern, or what is wrong with it. */
    public static Pattern compile(String regex) throws BadPatternException {
        if (regex.length() > LONGEST) {
            throw new BadPatternException(
                    "found a pattern of " + regex.length() + " characters, expected at most " + LONGEST);
        }
        long steps = steps(regex);
        if (steps > MOST_STEPS) {
            throw new BadPatternException("found '" + regex + "', whose repetitions come to " + steps
                    + " steps, expected at most " + MOST_STEPS);
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new BadPatternException("found '" + regex + "', expected an RE2 pattern: " + e.getDescription());
        }
    }

    /** About as many as the pattern compiles to. What is no pattern at all is left to the compiler. */
    private static long steps(String regex) throws BadPatternException {
        Matcher repetition = REPETITION.matcher(regex);
        Deque<Long> outer = new ArrayDeque<>();
        long sum = 0;
        long last = 0;
        int at = 0;
        while (at < regex.length()) {
            int next = at + 1;
            switch (regex.charAt(at)) {
                case '(' -> {
                    outer.push(sum + last);
                    sum = 0;
                    last = 0;
                    if (outer.size() > DEEPEST) {
                        throw new BadPatternException(
                                "found groups nested more than " + DEEPEST + " deep, expected fewer");
                    }
                }
                case ')' -> {
                    last += sum + 1;
                    sum = outer.isEmpty() ? 0 : outer.pop();
                }
                case '{' -> {
                    boolean isRepetition = repetition.region(at, regex.length()).lookingAt();
                    last *= isRepetition ? times(repetition) : 1;
                    next = isRepetition ? repetition.end() : next;
                }
                case '*', '+', '?' -> {}
                default -> {
                    sum += last;
                    last = 1;
                    next = endOfAtom(regex, at);
                }
            }
            last = Math.min(last, Integer.MAX_VALUE);
            at = next;
        }
        return sum + last;
    }

    private static long times(Matcher repetition) {
        String most = repetition.group(3).isEmpty() ? repetition.group(1) : repetition.group(3);
        // why: longer counts are refused by the compiler, shorter ones fit.
        return most.length() > 4 ? 1 : Math.max(1, Integer.parseInt(most));
    }

    private static int endOfAtom(String regex, int at) {
        if (regex.charAt(at) == '\\') {
            // \x{10FFFF} and \p{Greek} are one atom.
            boolean hasBraces = regex.startsWith("{", at + 2) && "xpP".indexOf(regex.charAt(at + 1)) >= 0;
            int end = hasBraces ? regex.indexOf('}', at) + 1 : at + 2;
            return end == 0 ? regex.length() : Math.min(end, regex.length());
        }
        if (regex.charAt(at) != '[') {
            return at + 1;
        }
        // A ] right after [ or [^ is a member of the class.
        int from = regex.startsWith("^", at + 1) ? at + 2 : at + 1;
        int close = from + 1;
        while (close < regex.length() && regex.charAt(close) != ']') {
            close += regex.charAt(close) == '\\' ? 2 : 1;
        }
        return Math.min(close + 1, regex.length());
    }
}
