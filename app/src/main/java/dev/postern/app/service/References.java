package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.UpstreamConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which elements an element names. */
final class References {
    private References() {}

    static List<ElementId> of(Element element) {
        List<ElementId> found = new ArrayList<>();
        switch (element.value()) {
            case RouteConfig route -> {
                add(found, Section.LISTENERS, route.listeners());
                route.upstream().ifPresent(name -> found.add(new ElementId(Section.UPSTREAMS, name)));
                add(found, Section.UPSTREAMS, route.split().keySet());
            }
            case ListenerConfig listener -> {
                listener.upstream().ifPresent(name -> found.add(new ElementId(Section.UPSTREAMS, name)));
                listener.tls().ifPresent(tls -> add(found, Section.CERTIFICATES, tls.certificates()));
            }
            case UpstreamConfig upstream ->
                upstream.tls()
                        .flatMap(tls -> tls.certificate())
                        .ifPresent(name -> found.add(new ElementId(Section.CERTIFICATES, name)));
            default -> {}
        }
        return found;
    }

    private static void add(List<ElementId> found, Section section, Collection<String> names) {
        for (String name : names) {
            found.add(new ElementId(section, name));
        }
    }
}
