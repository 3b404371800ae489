package dev.postern.app.cli;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.discovery.ServiceRegistrar;
import dev.postern.ports.discovery.ServiceRegistrar.Announcement;
import dev.postern.ports.discovery.ServiceRegistrar.Registration;
import dev.postern.ports.discovery.ServiceRegistrar.State;
import dev.postern.ports.store.StoreAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "register",
        description = {
            "Enters an endpoint into etcd below PREFIX/SERVICE/ for as long as it runs, and",
            "keeps its lease alive: for backends that can't do that themselves. SIGTERM and",
            "SIGINT take the entry away. With a COMMAND, that is run meanwhile: when this is",
            "stopped the entry goes first, then the command; when that ends, so does this."
        },
        footer = {
            "",
            "Examples:",
            "  postern register --etcd 127.0.0.1:2379 --service users --address 10.0.0.7:5001",
            "  postern register --etcd 'h1:2379,h2:2379?user=u&password-file=/run/p' \\",
            "      --service users --address 10.0.0.7:5001 --weight 3 -- java -jar users.jar"
        })
final class RegisterCommand implements Callable<Integer> {
    private static final String ETCD = "etcd";
    private static final int HEAVIEST = 65_535;

    private final CommandContext context;

    @Option(
            names = "--etcd",
            required = true,
            paramLabel = "MEMBERS",
            description = "HOST:PORT,HOST:PORT, with the options of an etcd:// URI after a question mark.")
    private String members = "";

    @Option(names = "--service", required = true, paramLabel = "NAME", description = "What the endpoint serves.")
    private String service = "";

    @Option(
            names = "--address",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where proxies reach the endpoint.")
    private String address = "";

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "Where services are. Default: /services")
    private String prefix = "/services";

    @Option(names = "--id", paramLabel = "ID", description = "The entry's name in its service. Default: the address")
    private Optional<String> id = Optional.empty();

    @Option(names = "--weight", paramLabel = "N", description = "Default: 1")
    private int weight = 1;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Where the endpoint runs.")
    private Optional<String> zone = Optional.empty();

    @Option(names = "--backup", description = "It serves only when no other endpoint does.")
    private boolean isBackup;

    @Option(names = "--metadata", paramLabel = "KEY=TEXT", description = "For others to read; several times.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            description = "How long the entry stays when this dies. Default: 10")
    private int seconds = 10;

    @Option(
            names = "--delay",
            paramLabel = "SECONDS",
            description = "How long the command serves on after the entry is gone. Default: 2")
    private int delaySeconds = 2;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "After --: a program to run meanwhile.")
    private List<String> command = new ArrayList<>();

    RegisterCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        ServiceRegistrar registrar = context.adapters()
                .get()
                .outlets()
                .registrar(ETCD)
                .orElseThrow(() -> CommandException.usage("this program has no etcd"));
        String text = members.contains("://") ? members : ETCD + "://" + members;
        try (Registration registration = registrar.open(SourceUri.parse(text), announcement())) {
            CompletableFuture<Void> stop = new CompletableFuture<>();
            context.signals().handle(() -> stop.complete(null), () -> {});
            Optional<Process> process = command.isEmpty() ? Optional.empty() : Optional.of(launch());
            registration.start(this::tell);
            CompletableFuture.anyOf(stop, process.map(Process::onExit).orElseGet(CompletableFuture::new))
                    .join();
            withdraw(registration);
            int exitCode = process.isPresent() ? end(process.get()) : ExitCode.OK;
            return stop.isDone() ? ExitCode.OK : exitCode;
        } catch (BadSourceException e) {
            throw CommandException.usage(Failures.firstLine(e));
        }
    }

    private Announcement announcement() throws CommandException {
        StoreAddress place = StoreAddress.parse(address)
                .orElseThrow(() -> CommandException.usage("--address is HOST:PORT, not '" + address + "'"));
        if (weight < 0 || weight > HEAVIEST) {
            throw CommandException.usage("--weight is a number from 0 to " + HEAVIEST);
        }
        if (seconds < 2 || seconds > 3600) {
            throw CommandException.usage("--ttl is a number of seconds from 2 to 3600");
        }
        if (service.isBlank() || service.contains("/")) {
            throw CommandException.usage("--service is a name without slashes");
        }
        String root = prefix.endsWith("/") ? prefix : prefix + "/";
        return new Announcement(
                root + service + "/" + id.orElse(place.toString()),
                new EndpointConfig(new Address(place.host(), place.port()), weight, isBackup, zone),
                metadata,
                Duration.ofSeconds(seconds));
    }

    private Process launch() throws CommandException {
        try {
            return new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw CommandException.cannotStart(String.valueOf(e.getMessage()));
        }
    }

    /** why: proxies need a moment to hear that the entry is gone, and send requests until then. */
    private int end(Process process) throws InterruptedException {
        if (!process.waitFor(delaySeconds, TimeUnit.SECONDS)) {
            process.destroy();
        }
        return process.waitFor();
    }

    private void tell(State state) {
        switch (state) {
            case State.Entered entered ->
                context.err().println("registered " + address + " as etcd key " + entered.where());
            case State.Lost lost ->
                Failures.reason(
                        context.err(),
                        "can't keep " + address + " registered, it ends within " + seconds + " s: " + lost.reason());
        }
    }

    private void withdraw(Registration registration) {
        if (registration.withdraw()) {
            context.err().println("withdrawn " + address);
        } else {
            Failures.reason(context.err(), "can't withdraw " + address + ", it ends within " + seconds + " s");
        }
    }
}
