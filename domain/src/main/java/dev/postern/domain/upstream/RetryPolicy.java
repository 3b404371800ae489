package dev.postern.domain.upstream;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.HedgeConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.RetryConfig;
import dev.postern.domain.config.Size;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.failure.Repeat;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * When a failed attempt is followed by another. Immutable. Whether the request's body can be sent again is for the
 * transport to know, and whether there is room for a retry for the {@link RetryBudget}.
 */
public final class RetryPolicy {
    private static final String EXPECTED = "connect, reset, timeout, a status code from 500 to 599 or 429";
    private static final int MOST_TRIES = 3;
    private static final long FIRST_DELAY_NANOS = 25_000_000;
    private static final long LONGEST_DELAY_NANOS = 250_000_000;
    /** RFC 9110 §9.2.2. */
    private static final byte[][] IDEMPOTENT = bytes(Stream.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"));

    private static final RetryPolicy UNWRITTEN = of(
            "",
            new RetryConfig(
                    MOST_TRIES,
                    List.of("connect", "reset"),
                    Optional.empty(),
                    List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS"),
                    new Size(0),
                    Optional.empty()),
            fault -> {
                throw new IllegalStateException(fault.message());
            });

    private final int attempts;
    private final Set<FailureKind> kinds;
    private final BitSet statuses;
    private final byte[][] methods;
    private final long perTryNanos;
    private final long bufferBytes;
    private final boolean hedges;
    private final long hedgeNanos;
    private final int hedgePercent;

    private RetryPolicy(RetryConfig config, Set<FailureKind> kinds, BitSet statuses) {
        attempts = config.attempts();
        this.kinds = kinds;
        this.statuses = statuses;
        methods = bytes(config.methods().stream());
        perTryNanos = config.perTryTimeout().map(Duration::toNanos).orElse(0L);
        bufferBytes = attempts > 1 ? config.bufferBody().bytes() : 0;
        hedges = config.hedge().isPresent() && attempts > 1;
        hedgeNanos = config.hedge()
                .flatMap(HedgeConfig::after)
                .map(Duration::toNanos)
                .orElse(0L);
        hedgePercent = config.hedge()
                .flatMap(HedgeConfig::percentile)
                .map(Percent::value)
                .orElse(0);
    }

    /** How far an attempt had come when it failed. */
    public enum Progress {
        /** No byte of the request was written. */
        NOT_SENT,
        SENT,
        /** Something of a response has gone to the client. */
        ANSWERED
    }

    public enum Decision {
        GIVE_UP,
        /** Pick again, the failed endpoint left out; counts as an attempt and needs room in the budget. */
        ELSEWHERE,
        /** The pooled connection was stale: open one to the same endpoint. No attempt and no retry of the budget. */
        FRESH_CONNECTION
    }

    /** For routes that say nothing of retries: what was not sent, or may be done twice and was not answered. */
    public static RetryPolicy unwritten() {
        return UNWRITTEN;
    }

    /** @param path like {@code routes.users.retry}; what is wrong is left out and reported */
    public static RetryPolicy of(String path, RetryConfig config, Consumer<Fault> faults) {
        Set<FailureKind> kinds = EnumSet.noneOf(FailureKind.class);
        BitSet statuses = new BitSet();
        for (int i = 0; i < config.on().size(); i++) {
            if (!accept(config.on().get(i), kinds, statuses)) {
                faults.accept(new Fault(
                        path + ".on[" + i + "]", "found '" + config.on().get(i) + "', expected " + EXPECTED));
            }
        }
        checkMethods(path, config.methods(), faults);
        config.perTryTimeout()
                .filter(timeout -> !timeout.isPositive())
                .ifPresent(_ -> faults.accept(new Fault(path + ".perTryTimeout", "expected more than 0")));
        config.hedge().ifPresent(hedge -> check(path + ".hedge", hedge, config, faults));
        return new RetryPolicy(config, kinds, statuses);
    }

    /** @param made attempts made so far, the failed one included, those on stale connections left out */
    public Decision decide(FailureKind kind, Progress progress, Slice method, int made) {
        if (progress == Progress.ANSWERED) {
            return Decision.GIVE_UP;
        }
        boolean isUnsent = progress == Progress.NOT_SENT;
        return switch (kind.repeat()) {
            case NEVER -> Decision.GIVE_UP;
            case ON_REUSED_CONNECTION ->
                isUnsent || mayBeDoneTwice(method) ? Decision.FRESH_CONNECTION : Decision.GIVE_UP;
            case ALWAYS -> elsewhere(kinds.contains(kind) && made < attempts);
            case UNTIL_ANSWERED ->
                elsewhere(kinds.contains(kind) && made < attempts && (isUnsent || isAmong(methods, method)));
        };
    }

    /** What to do with a response of that status, of which nothing has gone to the client yet. */
    public Decision decide(int status, Slice method, int made) {
        return elsewhere(statuses.get(status) && made < attempts && isAmong(methods, method));
    }

    /** Most bytes of a request's body to keep, so that it can be sent again after it was sent; 0: none. */
    public long bufferBytes(Slice method) {
        return bufferBytes > 0 && isAmong(methods, method) ? bufferBytes : 0;
    }

    /**
     * How long to wait before a retry: not at all where the endpoint was never reached; else anything up to a bound that
     * doubles, so that clients that failed together don't come back together.
     *
     * @param retry from 1
     */
    public static long delayNanos(FailureKind kind, int retry, Randomness chance) {
        return kind.repeat() == Repeat.ALWAYS ? 0 : delayNanos(retry, chance);
    }

    /** As above, after a response that is tried again for its status. */
    public static long delayNanos(int retry, Randomness chance) {
        int doublings = Math.min(retry - 1, 10);
        return chance.below(Math.min(LONGEST_DELAY_NANOS, FIRST_DELAY_NANOS << doublings) + 1);
    }

    /** Tries in all, the first included. */
    public int attempts() {
        return attempts;
    }

    /** Longest time for one try; 0: none of its own. */
    public long perTryNanos() {
        return perTryNanos;
    }

    private boolean mayBeDoneTwice(Slice method) {
        return isAmong(IDEMPOTENT, method) || (attempts > 1 && isAmong(methods, method));
    }

    /** Whether a second endpoint may be asked before the first one has answered. */
    public boolean hedges(Slice method) {
        return hedges && isAmong(methods, method);
    }

    /** How long the first one has before that; 0 where it can't be told yet. */
    public long hedgeNanos(LatencyQuantile latencies) {
        if (hedgePercent == 0) {
            return hedgeNanos;
        }
        long usual = latencies.nanos(hedgePercent);
        return usual == 0 ? 0 : Math.max(usual, hedgeNanos);
    }

    private static Decision elsewhere(boolean wanted) {
        return wanted ? Decision.ELSEWHERE : Decision.GIVE_UP;
    }

    private static boolean accept(String on, Set<FailureKind> kinds, BitSet statuses) {
        switch (on) {
            case "connect" ->
                Stream.of(FailureKind.values())
                        .filter(kind -> kind.repeat() == Repeat.ALWAYS)
                        .forEach(kinds::add);
            case "reset" -> {
                kinds.add(FailureKind.CONNECTION_RESET);
                kinds.add(FailureKind.RESPONSE_INCOMPLETE);
            }
            case "timeout" -> {
                kinds.add(FailureKind.CONNECT_TIMEOUT);
                kinds.add(FailureKind.RESPONSE_TIMEOUT);
            }
            default -> {
                if (!on.matches("5[0-9][0-9]|429")) {
                    return false;
                }
                statuses.set(Integer.parseInt(on));
            }
        }
        return true;
    }

    private static void check(String path, HedgeConfig hedge, RetryConfig retry, Consumer<Fault> faults) {
        if (hedge.after().isEmpty() && hedge.percentile().isEmpty()) {
            faults.accept(new Fault(path, "needs after or percentile"));
        }
        if (retry.attempts() == 1) {
            faults.accept(new Fault(path, "needs attempts of 2 or more: the second endpoint is asked by a second one"));
        }
        hedge.after()
                .filter(time -> !time.isPositive())
                .ifPresent(_ -> faults.accept(new Fault(path + ".after", "expected more than 0")));
        hedge.percentile()
                .filter(percent -> percent.value() < 1 || percent.value() > 99)
                .ifPresent(percent ->
                        faults.accept(new Fault(path + ".percentile", "found " + percent + ", expected 1% to 99%")));
    }

    private static void checkMethods(String path, List<String> methods, Consumer<Fault> faults) {
        for (int i = 0; i < methods.size(); i++) {
            if (!methods.get(i).matches("[A-Z][A-Z-]*")) {
                faults.accept(new Fault(
                        path + ".methods[" + i + "]",
                        "found '" + methods.get(i) + "', expected a method, written in capitals"));
            }
        }
    }

    private static byte[][] bytes(Stream<String> texts) {
        return texts.map(Ascii::bytes).toArray(byte[][]::new);
    }

    private static boolean isAmong(byte[][] methods, Slice method) {
        for (byte[] allowed : methods) {
            if (method.is(allowed)) {
                return true;
            }
        }
        return false;
    }
}
