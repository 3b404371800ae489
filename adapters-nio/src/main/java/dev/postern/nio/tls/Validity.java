package dev.postern.nio.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Warns of certificates that clients refuse by now, or soon will. */
final class Validity {
    private static final Duration SOON = Duration.ofDays(14);
    /** why a share as well: there are certificates that live for days, and are renewed within them. */
    private static final int SHARE = 6;

    private Validity() {}

    static List<String> notes(List<X509Certificate> chain, Instant now) {
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate each = chain.get(i);
            String what = i == 0 ? "" : "its issuer " + Identity.subjectOf(each) + " ";
            Instant from = each.getNotBefore().toInstant();
            Instant end = each.getNotAfter().toInstant();
            Duration left = Duration.between(now, end);
            if (left.isNegative()) {
                notes.add(what + "has expired at " + end + "; clients refuse it");
            } else if (now.isBefore(from)) {
                notes.add(what + "is not valid before " + from + "; clients refuse it until then");
            } else if (left.compareTo(soon(from, end)) < 0) {
                notes.add(what + "expires at " + end + ", in " + text(left));
            }
        }
        return notes;
    }

    private static Duration soon(Instant from, Instant end) {
        Duration share = Duration.between(from, end).dividedBy(SHARE);
        return share.compareTo(SOON) < 0 ? share : SOON;
    }

    /** why whole days: a text that changed each hour would be told each hour. */
    private static String text(Duration left) {
        long days = left.truncatedTo(ChronoUnit.DAYS).toDays();
        return days == 0 ? "less than a day" : days == 1 ? "1 day" : days + " days";
    }
}
