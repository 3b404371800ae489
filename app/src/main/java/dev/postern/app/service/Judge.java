package dev.postern.app.service;

import dev.postern.domain.compile.Compilation;
import dev.postern.domain.compile.CompileInput;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Section;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.credentials.CredentialReading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides what of a change can be put in force: merges what the sources say, has it compiled, and where that fails steps
 * back towards what is in force. Keeps nothing; one thread at a time.
 */
final class Judge {
    private final ConfigCodec codec;
    private final Function<CompileInput, Compilation> compiler;
    private final Discoveries discoveries;
    private final Vault vault;

    Judge(ConfigCodec codec, Function<CompileInput, Compilation> compiler, Discoveries discoveries, Vault vault) {
        this.vault = vault;
        this.codec = codec;
        this.compiler = compiler;
        this.discoveries = discoveries;
    }

    /** @param endpoints tells what was discovered for elements, by upstream */
    Verdict judge(
            List<Reading> readings,
            Function<List<Element>, Map<String, List<EndpointConfig>>> endpoints,
            Optional<InForce> before) {
        Set<Problem> problems = new LinkedHashSet<>();
        Candidate candidate = new Candidate(readings, before.isPresent(), problems);
        addProblemsOfRejectedTexts(candidate, problems);
        while (!candidate.isHopeless()) {
            List<Element> elements = candidate.elements();
            Map<String, List<EndpointConfig>> discovered = endpoints.apply(elements);
            CredentialReading read = vault.read(elements, before);
            if (before.isPresent()
                    && candidate.isAsInForce()
                    && before.get().discovered().equals(discovered)) {
                return asInForce(before.get(), read, problems);
            }
            switch (compile(elements, discovered, before, read.errors())) {
                case Compilation.Compiled(Snapshot snapshot, List<Problem> warnings) -> {
                    InForce next = new InForce(
                            snapshot.with(read.credentials()), candidate.bySource(), discovered, warnings, read);
                    return new Verdict.Accepted(next, List.copyOf(problems));
                }
                case Compilation.Rejected(List<Problem> found) -> {
                    problems.addAll(found);
                    if (!candidate.stepBack(errors(found))) {
                        return new Verdict.Rejected(List.copyOf(problems));
                    }
                }
            }
        }
        return new Verdict.Rejected(List.copyOf(problems));
    }

    private static Verdict asInForce(InForce before, CredentialReading read, Set<Problem> problems) {
        // why errors: what is in force had none, so that it is better than what was read.
        problems.addAll(read.errors());
        boolean isSame = !read.errors().isEmpty() || read.equals(before.credentials());
        return isSame
                ? new Verdict.Unchanged(List.copyOf(problems))
                : new Verdict.Reread(before.with(read), List.copyOf(problems));
    }

    private static List<Problem> errors(List<Problem> problems) {
        return problems.stream().filter(Problem::isError).toList();
    }

    private Compilation compile(
            List<Element> elements,
            Map<String, List<EndpointConfig>> discovered,
            Optional<InForce> before,
            List<Problem> unusable) {
        List<Element> complete = withDefaults(elements);
        List<Problem> all = new ArrayList<>(discoveries.check(complete));
        all.addAll(unusable);
        Compilation compilation = compiler.apply(new CompileInput(complete, discovered, before.map(InForce::snapshot)));
        if (all.isEmpty()) {
            return compilation;
        }
        switch (compilation) {
            case Compilation.Compiled good -> all.addAll(good.warnings());
            case Compilation.Rejected bad -> all.addAll(bad.problems());
        }
        return new Compilation.Rejected(all);
    }

    private List<Element> withDefaults(List<Element> elements) {
        Set<Section> written = new HashSet<>();
        elements.forEach(element -> written.add(element.id().section()));
        List<Element> all = new ArrayList<>(elements);
        for (Section section : Section.values()) {
            if (section.hasDefault() && !written.contains(section)) {
                all.add(new Element(new ElementId(section, ""), codec.defaults(section), Map.of()));
            }
        }
        return all;
    }

    /**
     * Where a text is rejected, what could be read of it is compiled nevertheless, so that all problems are told at once.
     * Problems that may only come from what could not be read are left out.
     */
    private void addProblemsOfRejectedTexts(Candidate candidate, Set<Problem> problems) {
        Set<ElementId> unreadable = new HashSet<>();
        List<Element> readable = new ArrayList<>();
        Set<ElementId> seen = new HashSet<>();
        for (Share share : candidate.shares()) {
            unreadable.addAll(share.gathered().unreadable());
            if (!share.gathered().unreadableTexts().isEmpty()) {
                return;
            }
            share.gathered().elements().values().stream()
                    .filter(element -> seen.add(element.id()))
                    .forEach(readable::add);
        }
        boolean anyRejected = candidate.shares().stream()
                .anyMatch(share -> share.isWhole() && share.gathered().hasErrors());
        if (anyRejected
                && compile(
                                readable,
                                Map.of(),
                                Optional.empty(),
                                vault.read(readable, Optional.empty()).errors())
                        instanceof Compilation.Rejected(List<Problem> found)) {
            for (Problem problem : found) {
                if (standsByItself(problem, readable, seen, unreadable)) {
                    problems.add(problem);
                }
            }
        }
    }

    private static boolean standsByItself(
            Problem problem, List<Element> readable, Set<ElementId> ids, Set<ElementId> unreadable) {
        Optional<ElementId> id = ElementPaths.idOf(problem.path(), ids);
        return id.isPresent()
                && readable.stream()
                        .filter(element -> element.id().equals(id.get()))
                        .anyMatch(element -> References.of(element).stream().noneMatch(unreadable::contains));
    }
}
