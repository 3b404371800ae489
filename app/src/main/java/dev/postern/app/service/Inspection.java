package dev.postern.app.service;

import dev.postern.domain.compile.Thoroughness;
import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads a configuration once, as a start would, without running it. Runs on the caller's thread. */
public sealed interface Inspection {
    /** Everything that was found; a store's elements can have errors while the rest makes a snapshot. */
    List<Problem> problems();

    record Sound(Snapshot snapshot, List<Problem> problems) implements Inspection {}

    record Unsound(List<Problem> problems) implements Inspection {}

    /** @param reasons which source can't be read and why, one line each */
    record Unreadable(List<String> reasons, List<Problem> problems) implements Inspection {}

    /** Starts the sources and closes them. */
    static Inspection of(Adapters adapters, List<ConfigSource> sources, Duration patience) {
        List<CompletableFuture<ConfigEvent>> words = new ArrayList<>();
        try {
            for (ConfigSource source : sources) {
                CompletableFuture<ConfigEvent> word = new CompletableFuture<>();
                words.add(word);
                source.start(word::complete);
            }
            ConfigEvent silence = new ConfigEvent.Unavailable("no answer in time");
            List<ConfigEvent> told = new ArrayList<>();
            for (CompletableFuture<ConfigEvent> word : words) {
                told.add(word.completeOnTimeout(silence, patience.toNanos(), TimeUnit.NANOSECONDS)
                        .join());
            }
            return judged(adapters, sources, told);
        } finally {
            sources.forEach(ConfigSource::close);
            adapters.discoveries().close();
        }
    }

    private static Inspection judged(Adapters adapters, List<ConfigSource> sources, List<ConfigEvent> told) {
        List<Reading> readings = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            SourceState state = new SourceState(sources.get(i), adapters.codec());
            var _ = state.told(told.get(i), Instant.EPOCH, Optional.empty());
            state.silence().ifPresent(silent::add);
            problems.addAll(state.textProblems());
            readings.add(state.reading(Optional.empty(), i));
        }
        if (!silent.isEmpty()) {
            return new Unreadable(silent, problems);
        }
        try (Vault vault = new Vault(adapters.credentials(), Instant::now)) {
            Judge judge = new Judge(
                    adapters.codec(),
                    input -> adapters.compiler().apply(input.with(Thoroughness.EVERYTHING)),
                    adapters.discoveries(),
                    vault);
            return told(judge.judge(readings, elements -> Map.of(), Optional.empty()));
        }
    }

    private static Inspection told(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(InForce next, List<Problem> found) -> {
                List<Problem> all = new ArrayList<>(found);
                all.addAll(next.warnings());
                all.addAll(next.credentials().troubles());
                yield new Sound(next.snapshot(), all);
            }
            case Verdict.Unchanged(List<Problem> found) -> new Unsound(found);
            case Verdict.Reread(InForce _, List<Problem> found) -> new Unsound(found);
            case Verdict.Rejected(List<Problem> found) -> new Unsound(found);
        };
    }
}
