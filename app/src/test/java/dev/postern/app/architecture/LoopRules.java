package dev.postern.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static dev.postern.app.architecture.Rule.rule;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.postern.planted.nio.AwaitsALatch;
import dev.postern.planted.nio.CallsTheSystem;
import dev.postern.planted.nio.ConnectsBlocking;
import dev.postern.planted.nio.Locks;
import dev.postern.planted.nio.ResolvesAName;
import dev.postern.planted.nio.ResolvesAnAddress;
import dev.postern.planted.nio.ReversesAnAddress;
import dev.postern.planted.nio.Sleeps;
import dev.postern.planted.nio.Synchronizes;
import dev.postern.planted.nio.TakesFromAQueue;
import dev.postern.planted.nio.WaitsForAFuture;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * A loop that waits stops every connection it owns. What has to wait (names, files) lives in {@code nio.blocking}, runs
 * on threads of its own and comes back as a task.
 */
final class LoopRules {
    private static final Map<Class<?>, Set<String>> WAITING = Map.of(
            Thread.class, Set.of("sleep", "join"),
            Object.class, Set.of("wait"),
            Future.class, Set.of("get"),
            CompletableFuture.class, Set.of("get", "join"),
            CountDownLatch.class, Set.of("await"),
            Semaphore.class, Set.of("acquire"),
            ExecutorService.class, Set.of("awaitTermination", "invokeAll", "invokeAny", "close"),
            BlockingQueue.class, Set.of("take", "put"));
    private static final Set<String> RESOLVING = Set.of(
            "java.net.InetAddress.getByName(java.lang.String)",
            "java.net.InetAddress.getAllByName(java.lang.String)",
            "java.net.InetAddress.getLocalHost()",
            "java.net.InetAddress.getHostName()",
            "java.net.InetAddress.getCanonicalHostName()",
            "java.net.InetSocketAddress.getHostName()",
            "java.net.InetSocketAddress.<init>(java.lang.String, int)");
    private static final Set<String> BLOCKING_SOCKETS =
            Set.of("java.net.Socket", "java.net.ServerSocket", "java.net.DatagramSocket", "java.net.URLConnection");

    private LoopRules() {}

    static List<Rule> in(House house) {
        return List.of(
                rule(
                        "loop code holds no locks",
                        noClasses()
                                .that()
                                .resideInAPackage(house.nio())
                                .and()
                                .resideOutsideOfPackage(house.nioBlocking())
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("java.util.concurrent.locks.."),
                        Locks.class),
                rule(
                        "loop code has no synchronized methods",
                        noMethods()
                                .that()
                                .areDeclaredInClassesThat()
                                .resideInAPackage(house.nio())
                                .and()
                                .areDeclaredInClassesThat()
                                .resideOutsideOfPackage(house.nioBlocking())
                                .should()
                                .haveModifier(JavaModifier.SYNCHRONIZED),
                        Synchronizes.class),
                rule(
                        "one class calls the system by itself",
                        noClasses()
                                .that()
                                .resideInAPackage(house.root() + "..")
                                .and()
                                .doNotHaveFullyQualifiedName(house.systemCalls())
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("java.lang.foreign.."),
                        CallsTheSystem.class),
                calls(
                        house,
                        "loop code never waits",
                        describe("a call that waits", LoopRules::waits),
                        Sleeps.class,
                        WaitsForAFuture.class,
                        AwaitsALatch.class,
                        TakesFromAQueue.class,
                        ConnectsBlocking.class),
                calls(
                        house,
                        "loop code resolves no names",
                        describe(
                                "a call that resolves a name",
                                access -> RESOLVING.contains(access.getTarget().getFullName())),
                        ResolvesAName.class,
                        ResolvesAnAddress.class,
                        ReversesAnAddress.class));
    }

    private static Rule calls(House house, String name, DescribedPredicate<JavaAccess<?>> banned, Class<?>... planted) {
        return rule(
                name,
                noClasses()
                        .that()
                        .resideInAPackage(house.nio())
                        .and()
                        .resideOutsideOfPackage(house.nioBlocking())
                        .should()
                        .accessTargetWhere(banned),
                planted);
    }

    private static boolean waits(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String method = access.getTarget().getName();
        return BLOCKING_SOCKETS.contains(owner.getName())
                || WAITING.entrySet().stream()
                        .anyMatch(each -> each.getValue().contains(method) && owner.isAssignableTo(each.getKey()));
    }
}
