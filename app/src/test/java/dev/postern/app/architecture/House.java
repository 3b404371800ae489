package dev.postern.app.architecture;

import java.util.List;
import java.util.stream.Stream;

/**
 * The packages of the house below one root: {@code dev.postern} for the product, {@code dev.postern.planted} for the
 * small copy of it in which everything is broken on purpose.
 */
record House(String root) {
    static final House PRODUCT = new House("dev.postern");
    static final House PLANTED = new House("dev.postern.planted");

    String domain() {
        return root + ".domain..";
    }

    String ports() {
        return root + ".ports..";
    }

    String nio() {
        return root + ".nio..";
    }

    /** Parts of the transport that may wait, because they run on threads of their own and never on an event loop. */
    String nioBlocking() {
        return root + ".nio.blocking..";
    }

    /** The only class that knows functions of the system. */
    String systemCalls() {
        return root + ".nio.splice.LinuxCalls";
    }

    String nioTls() {
        return root + ".nio.tls..";
    }

    String fileAdapter() {
        return root + ".config.file..";
    }

    String consulAdapter() {
        return root + ".config.consul..";
    }

    String etcdAdapter() {
        return root + ".config.etcd..";
    }

    String app() {
        return root + ".app..";
    }

    String wiring() {
        return root + ".app.wiring..";
    }

    String admin() {
        return root + ".app.admin..";
    }

    String ownLog() {
        return root + ".app.logging..";
    }

    /** How the names begin of those who know OpenTelemetry. */
    String otlp() {
        return root + ".app.tracing.Otlp";
    }

    String main() {
        return root + ".app.Main";
    }

    List<String> adapters() {
        return List.of(nio(), fileAdapter(), consulAdapter(), etcdAdapter());
    }

    String[] adaptersBut(String one) {
        return adapters().stream().filter(other -> !other.equals(one)).toArray(String[]::new);
    }

    String[] adaptersAndApp() {
        return Stream.concat(adapters().stream(), Stream.of(app())).toArray(String[]::new);
    }
}
