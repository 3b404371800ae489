package dev.postern.app.cli;

import dev.postern.app.cli.Checked.Strictness;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.Inspection;
import dev.postern.app.service.Overheard;
import dev.postern.app.service.Publication;
import dev.postern.app.service.Publication.Difference;
import dev.postern.app.service.Publication.Kind;
import dev.postern.app.service.Publication.NotPublishableException;
import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigTarget;
import dev.postern.ports.config.ConfigTarget.Held;
import dev.postern.ports.config.ConfigTarget.Written;
import dev.postern.ports.config.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "publish",
        description = {
            "Checks a configuration as 'check' does, and writes it below a prefix of Consul",
            "or etcd: a key for each element, in one transaction, and only if nobody else",
            "has changed anything since it was read. Keys of elements that are gone are",
            "removed; keys that read the same already are not touched."
        },
        footer = {
            "",
            "Examples:",
            "  postern publish conf.d/ --to etcd://127.0.0.1:2379/postern --dry-run",
            "  postern publish routes.yaml --with base.yaml --to consul://127.0.0.1:8500/postern"
        })
final class PublishCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 10;

    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, folders or URIs, merged.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URI",
            description = "consul://HOST:PORT/PREFIX or etcd://HOST:PORT/PREFIX, with the options of --config.")
    private String to = "";

    @Option(
            names = "--with",
            paramLabel = "SOURCE",
            description = "What the proxy has beside that: it is checked together with the files and not published.")
    private List<String> with = new ArrayList<>();

    @Option(names = "--dry-run", description = "Prints what would change and writes nothing.")
    private boolean isDry;

    @Option(
            names = "--substitute",
            description =
                    "Writes what variables and files stand for to the store, where whoever may read the store reads it.")
    private boolean isSubstituting;

    @Option(names = "--take-over", description = "Goes on where another publication was broken off.")
    private boolean isTakingOver;

    PublishCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException {
        Adapters adapters = context.adapters().get();
        try (ConfigTarget target = adapters.outlets().target(to)) {
            List<ConfigDocument> documents = new ArrayList<>();
            int exitCode = check(adapters, documents);
            return exitCode == ExitCode.OK ? publish(Publication.of(adapters.codec(), documents), target) : exitCode;
        } catch (BadSourceException e) {
            throw CommandException.usage(Failures.firstLine(e));
        } catch (NotPublishableException e) {
            Failures.reason(context.err(), Failures.firstLine(e));
            return ExitCode.PROBLEM;
        } catch (TargetException e) {
            throw CommandException.cannotStart(Failures.firstLine(e));
        }
    }

    private int check(Adapters adapters, List<ConfigDocument> documents) throws CommandException {
        List<ConfigSource> sources = new ArrayList<>();
        List<Overheard> published = new ArrayList<>();
        for (ConfigSource source : ConfigOption.open(adapters, files)) {
            Overheard overheard = new Overheard(source);
            published.add(overheard);
            sources.add(overheard);
        }
        sources.addAll(ConfigOption.open(adapters, with));
        Checked checked = new Checked(files, Inspection.of(adapters, sources, CheckCommand.PATIENCE));
        Findings.print(checked.problems(), context.err());
        checked.reasons().forEach(reason -> Failures.reason(context.err(), reason));
        published.forEach(source -> documents.addAll(source.documents()));
        return checked.exitCode(Strictness.ERRORS_ONLY);
    }

    private int publish(Publication publication, ConfigTarget target) throws TargetException, CommandException {
        if (!publication.replaced().isEmpty() && !isSubstituting) {
            publication.replaced().forEach(context.err()::println);
            throw CommandException.usage("what stands for these would be written to the store for everybody to read;"
                    + " nothing was written. --substitute does it");
        }
        Held held = target.read();
        refuseUnfinished(held.unfinished());
        held.strangers()
                .forEach(key -> Failures.reason(context.err(), key + " is no key of a configuration, and stays"));
        Difference difference = publication.against(held.documents());
        print(difference);
        boolean isNothing = difference.changes().isEmpty() && held.unfinished().isEmpty();
        if (isDry || isNothing) {
            context.out().println((isDry ? "would publish: " : "nothing to publish: ") + counts(difference));
            return ExitCode.OK;
        }
        Written written = target.write(difference.put(), difference.gone());
        written.differing().stream()
                .limit(MOST_NAMED)
                .forEach(key ->
                        Failures.reason(context.err(), key + " was changed by somebody else in the same moment"));
        context.out()
                .println("published: " + counts(difference) + "; " + written.transactions()
                        + (written.transactions() == 1 ? " transaction" : " transactions") + ", version "
                        + written.version());
        return written.differing().isEmpty() ? ExitCode.OK : ExitCode.CANNOT_START;
    }

    private void refuseUnfinished(Optional<String> unfinished) throws CommandException {
        if (unfinished.isPresent() && !isTakingOver && !isDry) {
            throw CommandException.cannotStart("another publication has not ended (" + unfinished.get()
                    + "), and proxies take nothing until it does; if it never will, add --take-over");
        }
    }

    private void print(Difference difference) {
        for (Publication.Change change : difference.changes()) {
            String mark = switch (change.kind()) {
                case ADDED -> "+ ";
                case CHANGED -> "~ ";
                case REMOVED -> "- ";
            };
            context.out().println(mark + change.path());
            change.lines().forEach(line -> context.out().println("    " + line));
        }
    }

    private static String counts(Difference difference) {
        return difference.count(Kind.ADDED) + " added, " + difference.count(Kind.CHANGED) + " changed, "
                + difference.count(Kind.REMOVED) + " removed, " + difference.unchanged() + " as they were";
    }
}
