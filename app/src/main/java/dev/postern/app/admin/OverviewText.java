package dev.postern.app.admin;

import dev.postern.app.admin.Overview.ListenerRow;
import dev.postern.app.admin.Overview.OverloadRow;
import dev.postern.app.admin.Overview.UnwellRow;
import dev.postern.app.admin.TrafficViews.RateRow;
import dev.postern.app.admin.UpstreamViews.EndpointRow;
import dev.postern.app.admin.UpstreamViews.UpstreamRow;
import dev.postern.app.service.ConfigStatus.SourceStatus;
import dev.postern.domain.upstream.Availability;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** An overview for a terminal. Lines that begin with {@code !} tell of something that is wrong; headings are in capitals. */
final class OverviewText {
    private static final String RATES = "%9s %8s %8s %9s %9s";

    private static final int MOST_UNWELL = 20;

    private final Overview overview;
    private final StringBuilder text = new StringBuilder();

    /** @param upstreams how many there would be to show */
    OverviewText(Overview overview, int upstreams) {
        this.overview = overview;
        head();
        wrong();
        listeners();
        upstreams(upstreams);
    }

    // why: a name or a problem may hold what a terminal would obey.
    private void line(String written) {
        String shown = written.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
        text.append(shown.stripTrailing()).append('\n');
    }

    private void head() {
        line("Postern%s  %s  up %s  configuration %d (%d routes, %d upstreams), since %s by %s"
                .formatted(
                        overview.release().map(release -> " " + release).orElse(""),
                        overview.ready() ? "ready" : "NOT READY",
                        overview.startedAt().map(this::ago).orElse("?"),
                        overview.config().version(),
                        overview.config().routes(),
                        overview.config().upstreams(),
                        overview.config().appliedAt().map(this::ago).orElse("?"),
                        overview.config().cause()));
        RateRow now = overview.traffic();
        line("%s requests/s  2xx %s  3xx %s  4xx %s  5xx %s  cut %s   p50 %s ms  p99 %s ms   %d clients connected"
                .formatted(
                        number(now.perSecond()),
                        number(now.byClass().getOrDefault("2xx", 0.0)),
                        number(now.byClass().getOrDefault("3xx", 0.0)),
                        number(now.byClass().getOrDefault("4xx", 0.0)),
                        number(now.byClass().getOrDefault("5xx", 0.0)),
                        number(now.byClass().getOrDefault("none", 0.0)),
                        number(now.p50Ms()),
                        number(now.p99Ms()),
                        overview.connections().active()));
    }

    private void wrong() {
        text.append('\n');
        int before = text.length();
        overview.reason().ifPresent(reason -> line("! not ready: %s".formatted(reason)));
        overview.config()
                .override()
                .ifPresent(override -> line("! in force in place of the sources: %s".formatted(override)));
        OverloadRow overload = overview.overload();
        if (overload.refusedPercent() > 0) {
            line("! overload: %d %% of the requests are refused at once".formatted(overload.refusedPercent()));
        }
        overview.sources().forEach(this::source);
        overview.unwell().stream().limit(MOST_UNWELL).forEach(this::unwell);
        if (overview.unwell().size() > MOST_UNWELL) {
            line("! more endpoints do not serve: %s".formatted(overview.endpoints()));
        }
        overview.problems()
                .first()
                .forEach(problem ->
                        line("%s %s".formatted(problem.severity().equals("error") ? "!" : "-", problem.text())));
        long hidden = overview.problems().errors()
                + overview.problems().warnings()
                - overview.problems().first().size();
        if (hidden > 0) {
            line("- and %d more".formatted(hidden));
        }
        overview.certificates()
                .forEach(each -> line("%s certificate %s: %d days left%s"
                        .formatted(
                                each.daysLeft() < 7 ? "!" : "-",
                                each.name(),
                                each.daysLeft(),
                                each.kept().isPresent() ? "; its files can't be used any more" : "")));
        if (text.length() > before) {
            text.insert(before, "PROBLEMS\n").append('\n');
        } else {
            text.append("No problems.\n\n");
        }
    }

    private void unwell(UnwellRow row) {
        line("! %s/%s is %s%s%s"
                .formatted(
                        row.upstream(),
                        row.endpoint(),
                        row.state().name().toLowerCase(Locale.ROOT),
                        row.why().map(why -> ": " + why).orElse(""),
                        row.since().map(since -> ", for " + ago(since)).orElse("")));
    }

    private void source(SourceStatus source) {
        source.unavailable().ifPresent(why -> line("! source %s can't be read: %s".formatted(source.name(), why)));
        source.held().ifPresent(why -> line("! source %s is held back: %s".formatted(source.name(), why)));
    }

    private void listeners() {
        line(("%-24s %-22s %7s " + RATES)
                .formatted("LISTENER", "ADDRESS", "ROUTES", "REQ/S", "4XX/S", "ERR/S", "P50 MS", "P99 MS"));
        for (ListenerRow each : overview.listeners()) {
            RateRow now = each.traffic();
            line("%-24s %-22s %7d %s"
                    .formatted(each.name(), each.address() + (each.tls() ? " tls" : ""), each.routes(), rates(now)));
        }
        text.append('\n');
    }

    private static String rates(RateRow now) {
        return RATES.formatted(
                number(now.perSecond()),
                number(now.byClass().getOrDefault("4xx", 0.0)),
                number(now.errorsPerSecond()),
                number(now.p50Ms()),
                number(now.p99Ms()));
    }

    private void upstreams(int all) {
        line(("%-24s %-22s %7s " + RATES + "  %s")
                .formatted("UPSTREAM", "STATE", "INFLT", "REQ/S", "4XX/S", "ERR/S", "P50 MS", "P99 MS", "WHY"));
        overview.upstreams().forEach(this::upstream);
        if (all > overview.upstreams().size()) {
            line("... %d of %d shown".formatted(overview.upstreams().size(), all));
        }
    }

    private void upstream(UpstreamRow row) {
        long serving = row.endpoints().stream().filter(OverviewText::isServing).count();
        String waiting = row.waiting() > 0 ? row.waiting() + " wait" : "";
        line("%-24s %-22s %7d %s  %s"
                .formatted(
                        row.name(),
                        serving + " of " + row.endpoints().size() + " serve",
                        row.inFlight(),
                        row.traffic().map(OverviewText::rates).orElse(RATES.formatted("", "", "", "", "")),
                        waiting));
        row.endpoints().forEach(this::endpoint);
    }

    private void endpoint(EndpointRow row) {
        String failed = row.failures() > 0 ? row.failures() + " failed so far" : "";
        String why = row.health()
                .flatMap(health -> health.why().map(said -> said + ", for " + ago(health.since())))
                .map(said -> failed.isEmpty() ? said : said + "; " + failed)
                .orElse(failed);
        String p99 = row.latencyMs().map(latency -> number(latency.p99())).orElse("");
        String p50 = row.latencyMs().map(latency -> number(latency.p50())).orElse("");
        line(("%s %-22s %-22s %7d " + RATES + "  %s")
                .formatted(
                        isServing(row) ? " " : "!",
                        row.address(),
                        row.state().name().toLowerCase(Locale.ROOT),
                        row.inFlight(),
                        "",
                        "",
                        "",
                        p50,
                        p99,
                        why));
    }

    private static boolean isServing(EndpointRow row) {
        return new Availability(row.state(), 0).isServing();
    }

    private String ago(Instant since) {
        Duration age = Duration.between(since, overview.at());
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h " + age.toMinutesPart() + " min";
        }
        return age.toMinutes() > 0
                ? age.toMinutes() + " min"
                : Optional.of(age.toSeconds()).filter(s -> s >= 0).orElse(0L) + " s";
    }

    private static String number(double figure) {
        return figure >= 100 || figure == 0
                ? Long.toString(Math.round(figure))
                : String.format(Locale.ROOT, "%.1f", figure);
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing();
    }
}
