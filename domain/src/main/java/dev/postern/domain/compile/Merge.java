package dev.postern.domain.compile;

import dev.postern.domain.config.AdminConfig;
import dev.postern.domain.config.CertificateConfig;
import dev.postern.domain.config.ChangesConfig;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.ForwardingConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.OverloadConfig;
import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.RoutingConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.ShutdownConfig;
import dev.postern.domain.config.TlsConfig;
import dev.postern.domain.config.TracingConfig;
import dev.postern.domain.config.UpstreamConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the elements of all sources together. What is written twice is an error that names both places. */
final class Merge {
    private final Map<Section, Map<String, Element>> sections = new EnumMap<>(Section.class);
    private final List<Element> repeated = new ArrayList<>();

    Merge(List<Element> elements) {
        for (Section section : Section.values()) {
            sections.put(section, new LinkedHashMap<>());
        }
        elements.forEach(this::add);
    }

    private void add(Element element) {
        ElementId id = element.id();
        if (of(id.section()).putIfAbsent(id.name(), element) != null) {
            repeated.add(element);
        }
    }

    /** As it was written first. */
    Optional<Element> find(ElementId id) {
        return Optional.ofNullable(of(id.section()).get(id.name()));
    }

    void tellConflicts(ProblemLog problems) {
        for (Element element : repeated) {
            find(element.id())
                    .ifPresent(first ->
                            problems.error(element.place(), element.id().path(), "is already at " + first.place()));
        }
    }

    private Map<String, Element> of(Section section) {
        return sections.getOrDefault(section, Map.of());
    }

    /** In the order of writing. */
    private <R extends Record> Map<String, R> named(Section section, Class<R> type) {
        Map<String, R> records = new LinkedHashMap<>();
        of(section).forEach((name, element) -> records.put(name, type.cast(element.value())));
        return Collections.unmodifiableMap(records);
    }

    private <R extends Record> Optional<R> optional(Section section, Class<R> type) {
        return Optional.ofNullable(of(section).get("")).map(element -> type.cast(element.value()));
    }

    private <R extends Record> R single(Section section, Class<R> type) {
        Element element = of(section).get("");
        if (element == null) {
            throw new IllegalArgumentException("no " + section.key() + ", not even its defaults");
        }
        return type.cast(element.value());
    }

    ProxyConfig config() {
        return new ProxyConfig(
                named(Section.LISTENERS, ListenerConfig.class),
                named(Section.ROUTES, RouteConfig.class),
                named(Section.UPSTREAMS, UpstreamConfig.class),
                named(Section.CERTIFICATES, CertificateConfig.class),
                single(Section.FORWARDING, ForwardingConfig.class),
                single(Section.TLS, TlsConfig.class),
                optional(Section.ADMIN, AdminConfig.class),
                single(Section.LOG, LogConfig.class),
                optional(Section.TRACING, TracingConfig.class),
                single(Section.SHUTDOWN, ShutdownConfig.class),
                single(Section.ROUTING, RoutingConfig.class),
                single(Section.CHANGES, ChangesConfig.class),
                single(Section.OVERLOAD, OverloadConfig.class));
    }
}
