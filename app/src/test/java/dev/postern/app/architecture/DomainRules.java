package dev.postern.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.postern.app.architecture.Rule.rule;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.postern.planted.domain.Chance;
import dev.postern.planted.domain.FileReading;
import dev.postern.planted.domain.Logging;
import dev.postern.planted.domain.Networking;
import dev.postern.planted.domain.Printing;
import dev.postern.planted.domain.StreamReading;
import dev.postern.planted.domain.Threading;
import dev.postern.planted.domain.UnseededRandom;
import dev.postern.planted.domain.Waiting;
import dev.postern.planted.domain.WallClock;
import dev.postern.planted.domain.WallTime;
import java.util.List;
import java.util.Set;

/** The domain decides; it neither acts nor asks what time it is. So its tests repeat, and `explain` can run it. */
final class DomainRules {
    private static final Set<String> PURE_IO =
            Set.of("java.io.Serializable", "java.io.IOException", "java.io.UncheckedIOException");
    private static final Set<String> PURE_NET = Set.of(
            "java.net.IDN",
            "java.net.URI",
            "java.net.URISyntaxException",
            "java.net.URLDecoder",
            "java.net.URLEncoder");
    private static final Set<String> PURE_CONCURRENT = Set.of("java.util.concurrent.TimeUnit");
    private static final Set<String> THREADS = Set.of("java.lang.Thread", "java.lang.ThreadLocal", "java.util.Timer");
    private static final Set<String> CLOCKS =
            Set.of("java.lang.System.nanoTime", "java.lang.System.currentTimeMillis", "java.lang.Math.random");
    private static final Set<String> GENERATORS =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom");

    private DomainRules() {}

    static List<Rule> in(House house) {
        return List.of(
                uses(
                        house,
                        "the domain reads no streams or files and opens no connections",
                        describe("input or output", DomainRules::isInputOrOutput),
                        StreamReading.class,
                        FileReading.class,
                        Networking.class),
                uses(
                        house,
                        "the domain starts no threads and waits for none",
                        describe("threads", DomainRules::isThreading),
                        Threading.class,
                        Waiting.class),
                uses(
                        house,
                        "the domain does not log",
                        describe(
                                "logging",
                                type -> type.getPackageName().startsWith("java.util.logging")
                                        || type.getName().startsWith("java.lang.System$Logger")),
                        Logging.class),
                calls(
                        house,
                        "the domain has no clock, no chance and no console of its own",
                        describe("a clock, chance or the console", DomainRules::isAmbient),
                        WallClock.class,
                        WallTime.class,
                        Chance.class,
                        UnseededRandom.class,
                        Printing.class));
    }

    private static Rule uses(House house, String name, DescribedPredicate<JavaClass> banned, Class<?>... planted) {
        return rule(
                name,
                noClasses().that().resideInAPackage(house.domain()).should().dependOnClassesThat(banned),
                planted);
    }

    private static Rule calls(House house, String name, DescribedPredicate<JavaAccess<?>> banned, Class<?>... planted) {
        return rule(
                name,
                noClasses().that().resideInAPackage(house.domain()).should().accessTargetWhere(banned),
                planted);
    }

    private static boolean isInputOrOutput(JavaClass type) {
        String name = type.getName();
        return switch (type.getPackageName()) {
            case "java.io" -> !PURE_IO.contains(name);
            case "java.net" -> !PURE_NET.contains(name);
            case String other ->
                other.startsWith("java.nio.channels")
                        || other.startsWith("java.nio.file")
                        || other.startsWith("javax.net");
        };
    }

    private static boolean isThreading(JavaClass type) {
        String name = type.getName();
        return THREADS.contains(name)
                || name.startsWith("java.util.concurrent.locks.")
                || (type.getPackageName().equals("java.util.concurrent") && !PURE_CONCURRENT.contains(name));
    }

    private static boolean isAmbient(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String target = owner.getName() + "." + access.getTarget().getName();
        boolean now = owner.getPackageName().equals("java.time")
                && access.getTarget().getName().equals("now");
        boolean systemClock = owner.getName().equals("java.time.Clock");
        boolean unseeded = GENERATORS.contains(owner.getName())
                && access.getTarget().getFullName().endsWith("<init>()");
        boolean console = target.equals("java.lang.System.out") || target.equals("java.lang.System.err");
        return CLOCKS.contains(target)
                || now
                || systemClock
                || unseeded
                || console
                || target.equals("java.util.UUID.randomUUID")
                || target.equals("java.lang.System.getenv")
                || target.equals("java.lang.System.getProperty");
    }
}
