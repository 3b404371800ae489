package dev.postern.ports.store;

import dev.postern.ports.config.SourceUri;
import dev.postern.ports.discovery.ServiceRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The options of a store's address or of a service, read one by one. What was never asked for is unknown. Names are
 * given as an address spells them, {@code token-file}; a service's are the same in camel case, {@code tokenFile}, which
 * an address understands as well.
 */
public final class StoreOptions {
    private static final Pattern HYPHEN = Pattern.compile("-(.)");
    private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z])[A-Z]");

    private final Map<String, List<String>> given;
    private final boolean camelCase;
    private final TreeSet<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private StoreOptions(Map<String, List<String>> given, boolean camelCase) {
        this.given = given;
        this.camelCase = camelCase;
    }

    public static StoreOptions of(SourceUri uri) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        StoreOptions options = new StoreOptions(given, false);
        uri.options().forEach((name, value) -> {
            if (given.put(hyphenated(name), List.of(value)) != null) {
                options.problem(hyphenated(name) + " is given twice");
            }
        });
        return options;
    }

    public static StoreOptions of(ServiceRef service) {
        return new StoreOptions(service.options(), true);
    }

    /** All values; empty when nothing is written. */
    public List<String> list(String name) {
        known.add(spelled(name));
        return given.getOrDefault(spelled(name), List.of());
    }

    public Optional<String> text(String name) {
        List<String> values = list(name);
        if (values.size() > 1) {
            problem(spelled(name) + " has " + values.size() + " values, expected one");
        } else if (!values.isEmpty() && values.getFirst().isBlank()) {
            problem(spelled(name) + " is empty");
            return Optional.empty();
        }
        return values.stream().findFirst();
    }

    public String required(String name) {
        Optional<String> value = text(name);
        if (list(name).isEmpty()) {
            problem(spelled(name) + " is missing");
        }
        return value.orElse("");
    }

    public boolean flag(String name) {
        return oneOf(name, "false", List.of("true", "false")).equals("true");
    }

    public String oneOf(String name, String otherwise, List<String> values) {
        String value = text(name).orElse(otherwise);
        if (!values.contains(value)) {
            problem(spelled(name) + " is \"" + value + "\", expected one of " + String.join(", ", values)
                    + Nearest.hint(value, values));
            return otherwise;
        }
        return value;
    }

    public Optional<Path> path(String name) {
        return text(name).map(Path::of);
    }

    /** A number of seconds or minutes. */
    public Duration duration(String name, Duration otherwise, Duration least, Duration most) {
        return duration(name, least, most).orElse(otherwise);
    }

    /** The same, where nothing stands for what is not written; also for what is wrong. */
    public Optional<Duration> duration(String name, Duration least, Duration most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> value = text.filter(t -> t.matches("[0-9]{1,4}[sm]"))
                .map(t -> Duration.parse("PT" + t))
                .filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0);
        if (value.isEmpty()) {
            problem(spelled(name) + " is \"" + text.get() + "\", expected whole seconds or minutes from "
                    + least.toSeconds() + "s to " + most.toSeconds() + "s");
        }
        return value;
    }

    /** A secret, named by {@code name-file} or {@code name-env}. Written out it is refused, and not repeated. */
    public Optional<Secret> secret(String name) {
        String file = spelled(name + "-file");
        String variable = spelled(name + "-env");
        Optional<Secret> inFile = path(name + "-file").map(Secret.InFile::new);
        Optional<Secret> inEnvironment = text(name + "-env").map(Secret.InEnvironment::new);
        if (given.containsKey(name)) {
            problem(name + " can't be written here, where others may read it: name a file in " + file
                    + " or an environment variable in " + variable);
        }
        if (inFile.isPresent() && inEnvironment.isPresent()) {
            problem(file + " and " + variable + " are both given, expected one of them");
        }
        return inFile.or(() -> inEnvironment);
    }

    /** Servers, each as {@code host:port} with the port optional. */
    public List<StoreAddress> addresses(List<String> texts, int defaultPort) {
        List<StoreAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            Optional<StoreAddress> address = StoreAddress.parse(text, defaultPort);
            if (address.isPresent()) {
                addresses.add(address.get());
            } else if (text.indexOf('@') >= 0) {
                problem("an address holds a user or a secret before \"@\", which is no place for them");
            } else {
                problem("the address \"" + text + "\" is not host:port");
            }
        }
        return List.copyOf(addresses);
    }

    public void problem(String line) {
        problems.add(line);
    }

    /** How an option is written here. */
    public String spelled(String name) {
        return camelCase
                ? HYPHEN.matcher(name).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT))
                : name;
    }

    private static String hyphenated(String name) {
        return CAPITAL.matcher(name).replaceAll(found -> "-" + found.group().toLowerCase(Locale.ROOT));
    }

    /** Everything that is wrong, unknown options included; to be asked when all options have been read. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        for (String name : given.keySet()) {
            boolean literalSecret = known.contains(spelled(name + "-file")) && known.contains(spelled(name + "-env"));
            if (!known.contains(name) && !literalSecret) {
                all.add("the option " + name + " is unknown" + Nearest.hint(name, known));
            }
        }
        return List.copyOf(all);
    }
}
