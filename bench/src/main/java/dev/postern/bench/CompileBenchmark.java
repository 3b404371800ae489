package dev.postern.bench;

import dev.postern.domain.config.Element;
import dev.postern.domain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From elements to a snapshot: all of them anew, and with one changed since the snapshot before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CompileBenchmark {
    @Param({"1000", "50000"})
    int routes;

    private List<Element> elements = List.of();
    private Snapshot snapshot;
    private int next;

    @Setup
    public void build() {
        elements = new ArrayList<>(Sample.elements(routes));
        snapshot = Sample.compile(elements, Optional.empty());
    }

    @Benchmark
    public Snapshot compileOneChange() {
        int i = next++ % routes;
        elements.set(i, Sample.route(i, "/changed-" + next));
        snapshot = Sample.compile(elements, Optional.of(snapshot));
        return snapshot;
    }

    @Benchmark
    public Snapshot compileAll() {
        return Sample.compile(elements, Optional.empty());
    }
}
