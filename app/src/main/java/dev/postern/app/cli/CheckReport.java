package dev.postern.app.cli;

import dev.postern.app.cli.Checked.Strictness;
import dev.postern.domain.config.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code check} found, as JSON for other programs. */
final class CheckReport {
    private CheckReport() {}

    static String json(List<Checked> all, Strictness strictness) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("ok", all.stream().allMatch(checked -> checked.exitCode(strictness) == ExitCode.OK));
        report.put(
                "configurations",
                all.stream().map(checked -> configuration(checked, strictness)).toList());
        return JsonText.of(report);
    }

    private static Map<String, Object> configuration(Checked checked, Strictness strictness) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("sources", checked.sources());
        configuration.put("ok", checked.exitCode(strictness) == ExitCode.OK);
        configuration.put("counts", checked.counts());
        configuration.put(
                "problems",
                checked.problems().stream().map(CheckReport::problem).toList());
        configuration.put("unreadable", checked.reasons());
        return configuration;
    }

    /** A problem of a text as a whole has neither line nor column. */
    private static Map<String, Object> problem(Problem problem) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("severity", problem.isError() ? "error" : "warning");
        fields.put("source", problem.place().origin());
        if (problem.place().line() > 0) {
            fields.put("line", problem.place().line());
            fields.put("column", problem.place().column());
        }
        fields.put("path", problem.path());
        fields.put("message", problem.message());
        return fields;
    }
}
