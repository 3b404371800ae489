package dev.postern.app.logging;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Writes one line for each event: time, level and key=value pairs. Our own messages are such pairs already; those of
 * libraries are prose and become {@code msg="..."}. A stack follows on lines of its own.
 */
final class LineLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    private static volatile @Nullable Repeats repeats;

    private final boolean isOurs;

    LineLogger(String name) {
        this.name = name;
        isOurs = name.startsWith("dev.postern.");
    }

    @Override
    public boolean isTraceEnabled() {
        return LogLevel.covers(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return LogLevel.covers(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return LogLevel.covers(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return LogLevel.covers(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return LogLevel.covers(Level.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        String message = MessageFormatter.basicArrayFormat(pattern, arguments);
        String text = message == null ? "" : message;
        if (!isRepeat(level, text, thrown)) {
            write(level, text, thrown, 0);
        }
    }

    /** From now on, for all loggers. */
    static void foldRepeats() {
        repeats = new Repeats(Repeats.WINDOW, LineLogger::tellRepeats);
    }

    private static void tellRepeats(Repeats.Line line, int times) {
        new LineLogger(line.logger()).write(line.level(), line.message(), null, times);
    }

    private boolean isRepeat(Level level, String message, @Nullable Throwable thrown) {
        Repeats folding = repeats;
        // why not what is less: nothing floods at info, and who asks for debug wants to see all of it.
        return folding != null
                && (level == Level.WARN || level == Level.ERROR)
                && folding.isRepeat(new Repeats.Line(name, level, message, String.valueOf(thrown)));
    }

    void write(Level level, String message, @Nullable Throwable thrown, int repeated) {
        StringBuilder line = new StringBuilder(160).append("time=");
        appendTime(line, System.currentTimeMillis());
        line.append(" level=").append(word(level)).append(' ');
        if (isOurs) {
            line.append(message);
        } else {
            line.append("logger=").append(name).append(" msg=").append(new Quoted(message));
        }
        if (repeated > 0) {
            line.append(" repeated=").append(repeated);
        }
        if (thrown != null) {
            line.append(" error=").append(new Quoted(thrown));
            StringWriter stack = new StringWriter();
            thrown.printStackTrace(new PrintWriter(stack));
            line.append(System.lineSeparator()).append(stack.toString().stripTrailing());
        }
        PrintStream out = System.err;
        // why: one call, so that lines of several threads don't mix.
        out.print(line.append(System.lineSeparator()));
    }

    private static String word(Level level) {
        return switch (level) {
            case ERROR -> "error";
            case WARN -> "warn";
            case INFO -> "info";
            case DEBUG -> "debug";
            case TRACE -> "trace";
        };
    }

    /** As DateTimeFormatter.ISO_INSTANT would, without the time that loading it takes at the start. */
    static void appendTime(StringBuilder out, long epochMillis) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(epochMillis, 1000L), 0, ZoneOffset.UTC);
        out.append(time.getYear()).append('-');
        padded(out, time.getMonthValue(), 2).append('-');
        padded(out, time.getDayOfMonth(), 2).append('T');
        padded(out, time.getHour(), 2).append(':');
        padded(out, time.getMinute(), 2).append(':');
        padded(out, time.getSecond(), 2).append('.');
        padded(out, (int) Math.floorMod(epochMillis, 1000L), 3).append('Z');
    }

    private static StringBuilder padded(StringBuilder out, int number, int digits) {
        String text = Integer.toString(number);
        return out.append("000", 0, digits - text.length()).append(text);
    }
}
