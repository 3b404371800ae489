package dev.postern.app.state;

import dev.postern.app.service.Saved;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigDocument.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A saved state as bytes: a first line with the format's version and the checksum of the rest, and texts. */
final class SavedFormat {
    private static final String HEADER = "postern-state 1 ";

    private SavedFormat() {}

    static byte[] write(Saved saved) {
        Strings.Writing body = new Strings.Writing();
        body.add(saved.at().toString()).add(saved.texts().size());
        saved.texts().forEach((source, texts) -> {
            body.add(source).add(texts.size());
            texts.forEach(text -> write(text, body));
        });
        body.add(saved.endpoints().size());
        saved.endpoints().forEach((service, endpoints) -> {
            body.add(service).add(endpoints.size());
            endpoints.forEach(endpoint -> write(endpoint, body));
        });
        byte[] bytes = body.bytes();
        byte[] header = (HEADER + checksum(bytes) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(header, header.length + bytes.length);
        System.arraycopy(bytes, 0, all, header.length, bytes.length);
        return all;
    }

    private static void write(Saved.Text text, Strings.Writing body) {
        ConfigDocument document = text.document();
        body.add(document.origin())
                .add(document.trust().name())
                .add(document.element().map(SavedFormat::id).orElse(""))
                .add(document.text())
                .add(text.inForce().size());
        text.inForce().forEach(id -> body.add(id(id)));
    }

    private static void write(EndpointConfig endpoint, Strings.Writing body) {
        body.add(endpoint.address().host())
                .add(endpoint.address().port())
                .add(endpoint.weight())
                .add(Boolean.toString(endpoint.backup()))
                .add(endpoint.zone().isPresent() ? "1" + endpoint.zone().get() : "0");
    }

    private static String id(ElementId id) {
        return id.section().name() + " " + id.name();
    }

    static Saved read(byte[] bytes) throws IOException {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String header = new String(bytes, 0, end, StandardCharsets.US_ASCII);
        if (!header.startsWith("postern-state ")) {
            throw new IOException("not a saved state");
        }
        if (!header.startsWith(HEADER)) {
            throw new IOException("written by another version of the program");
        }
        byte[] body = Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
        if (!header.equals(HEADER + checksum(body))) {
            throw new IOException("damaged: the checksum differs");
        }
        try {
            return body(new Strings.Reading(body));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("malformed: " + e.getMessage(), e);
        }
    }

    private static Saved body(Strings.Reading in) throws IOException {
        Instant at = Instant.parse(in.next());
        Map<String, List<Saved.Text>> texts = new LinkedHashMap<>();
        for (int sources = in.nextNumber(); sources > 0; sources--) {
            String source = in.next();
            List<Saved.Text> all = new ArrayList<>();
            for (int count = in.nextNumber(); count > 0; count--) {
                all.add(text(in));
            }
            texts.put(source, all);
        }
        Map<String, List<EndpointConfig>> endpoints = new LinkedHashMap<>();
        for (int services = in.nextNumber(); services > 0; services--) {
            String service = in.next();
            List<EndpointConfig> all = new ArrayList<>();
            for (int count = in.nextNumber(); count > 0; count--) {
                all.add(endpoint(in));
            }
            endpoints.put(service, all);
        }
        return new Saved(at, texts, endpoints);
    }

    private static Saved.Text text(Strings.Reading in) throws IOException {
        String origin = in.next();
        Trust trust = Trust.valueOf(in.next());
        String element = in.next();
        Optional<ElementId> id = element.isEmpty() ? Optional.empty() : Optional.of(id(element));
        ConfigDocument document = new ConfigDocument(origin, id, in.next(), trust);
        List<ElementId> inForce = new ArrayList<>();
        for (int count = in.nextNumber(); count > 0; count--) {
            inForce.add(id(in.next()));
        }
        return new Saved.Text(document, inForce);
    }

    private static ElementId id(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException(text);
        }
        return new ElementId(Section.valueOf(text.substring(0, space)), text.substring(space + 1));
    }

    private static EndpointConfig endpoint(Strings.Reading in) throws IOException {
        Address address = new Address(in.next(), in.nextNumber());
        int weight = in.nextNumber();
        boolean backup = Boolean.parseBoolean(in.next());
        String zone = in.next();
        return new EndpointConfig(
                address, weight, backup, zone.startsWith("1") ? Optional.of(zone.substring(1)) : Optional.empty());
    }

    static String checksum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new LinkageError("SHA-256", impossible);
        }
    }
}
