package dev.postern.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.postern.app.architecture.Rule.rule;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.postern.planted.app.OtlpSpanElsewhere;
import dev.postern.planted.app.tracing.TracingKnowsOpenTelemetry;
import dev.postern.planted.config.consul.ConsulKnowsNetty;
import dev.postern.planted.config.consul.ConsulKnowsTheFileAdapter;
import dev.postern.planted.config.etcd.EtcdKnowsConsul;
import dev.postern.planted.config.etcd.EtcdKnowsOkHttp;
import dev.postern.planted.config.file.FileKnowsTheApp;
import dev.postern.planted.config.file.FileKnowsTheTransport;
import dev.postern.planted.domain.DomainKnowsALibrary;
import dev.postern.planted.domain.DomainKnowsPorts;
import dev.postern.planted.nio.TransportKnowsEtcd;
import dev.postern.planted.nio.TransportKnowsGuice;
import dev.postern.planted.nio.TransportKnowsJackson;
import dev.postern.planted.ports.PortKnowsALibrary;
import dev.postern.planted.ports.PortKnowsAnAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which module may know which, and which library belongs to whom. */
final class ModuleRules {
    private static final Set<String> FILES_NOT_SOCKETS =
            Set.of("FileChannel", "FileLock", "OverlappingFileLockException", "MapMode");

    private ModuleRules() {}

    static List<Rule> in(House house) {
        List<Rule> rules = new ArrayList<>(arrows(house));
        rules.addAll(libraries(house));
        return rules;
    }

    private static List<Rule> arrows(House house) {
        return List.of(
                rule(
                        "the domain knows the JDK, RE2/J and annotations, nothing else",
                        classes()
                                .that()
                                .resideInAPackage(house.domain())
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(
                                        house.domain(), "java..", "com.google.re2j..", "org.jspecify.annotations.."),
                        DomainKnowsALibrary.class,
                        DomainKnowsPorts.class),
                rule(
                        "ports know the JDK, the domain and annotations, nothing else",
                        classes()
                                .that()
                                .resideInAPackage(house.ports())
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(
                                        house.ports(),
                                        house.domain(),
                                        "java..",
                                        "javax..",
                                        "org.jspecify.annotations.."),
                        PortKnowsALibrary.class,
                        PortKnowsAnAdapter.class),
                blind(house, house.nio(), TransportKnowsEtcd.class),
                blind(house, house.fileAdapter(), FileKnowsTheTransport.class),
                blind(house, house.consulAdapter(), ConsulKnowsTheFileAdapter.class),
                blind(house, house.etcdAdapter(), EtcdKnowsConsul.class),
                rule(
                        "nothing below the app knows the app",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(house.app())
                                .and()
                                .resideInAnyPackage(house.adapters().toArray(String[]::new))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(house.app()),
                        FileKnowsTheApp.class));
    }

    private static Rule blind(House house, String adapter, Class<?> planted) {
        return rule(
                adapter + " knows no other adapter",
                noClasses()
                        .that()
                        .resideInAPackage(adapter)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(house.adaptersBut(adapter)),
                planted);
    }

    private static List<Rule> libraries(House house) {
        DescribedPredicate<JavaClass> wiring = resideInAPackage(house.wiring())
                .or(DescribedPredicate.describe("Main", type -> type.getName().equals(house.main())));
        return List.of(
                only(
                        "only the wiring and Main know Guice",
                        wiring,
                        resideInAnyPackage("com.google.inject..", "jakarta.inject.."),
                        TransportKnowsGuice.class),
                only(
                        "only the file adapter and the admin API know Jackson",
                        resideInAnyPackage(house.fileAdapter(), house.admin()),
                        resideInAPackage("com.fasterxml.jackson.."),
                        TransportKnowsJackson.class),
                only(
                        "only the Consul adapter knows its client and OkHttp",
                        resideInAPackage(house.consulAdapter()),
                        resideInAnyPackage("okhttp3..", "okio..", "retrofit2..", "org.kiwiproject.."),
                        EtcdKnowsOkHttp.class),
                only(
                        "only the etcd adapter knows gRPC, Netty and protobuf",
                        resideInAPackage(house.etcdAdapter()),
                        resideInAnyPackage("io.grpc..", "io.netty..", "com.google.protobuf..", "com.ibm.etcd.."),
                        ConsulKnowsNetty.class),
                only(
                        "only the Otlp classes of tracing know OpenTelemetry",
                        DescribedPredicate.describe(
                                "Otlp", type -> type.getName().startsWith(house.otlp())),
                        resideInAPackage("io.opentelemetry.."),
                        TracingKnowsOpenTelemetry.class,
                        OtlpSpanElsewhere.class),
                only(
                        "only the TLS of the transport knows Conscrypt",
                        resideInAPackage(house.nioTls()),
                        resideInAPackage("org.conscrypt.."),
                        dev.postern.planted.nio.ConnectionKnowsConscrypt.class),
                only(
                        "only the own log knows logback, all others slf4j",
                        resideInAPackage(house.ownLog()),
                        resideInAPackage("ch.qos.logback.."),
                        dev.postern.planted.app.AppKnowsLogback.class),
                only(
                        "only the transport knows channels, selectors and TLS engines",
                        resideInAPackage(house.nio()),
                        channelsAndEngines(),
                        dev.postern.planted.app.AppKnowsChannels.class,
                        dev.postern.planted.app.AppKnowsTlsEngines.class));
    }

    private static Rule only(
            String name,
            DescribedPredicate<JavaClass> owners,
            DescribedPredicate<JavaClass> library,
            Class<?>... planted) {
        return rule(name, noClasses().that(not(owners)).should().dependOnClassesThat(library), planted);
    }

    private static DescribedPredicate<JavaClass> channelsAndEngines() {
        DescribedPredicate<JavaClass> channels = resideInAnyPackage("java.nio.channels..")
                .and(not(DescribedPredicate.describe(
                        "of files", type -> FILES_NOT_SOCKETS.contains(type.getSimpleName()))));
        return channels.or(resideInAPackage("javax.net.ssl").and(simpleName("SSLEngine")));
    }
}
