package dev.postern.config.etcd;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.ports.store.NetworkFailure;
import dev.postern.ports.store.StoreAddress;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints as services write them below a prefix: {@code host:port}, or JSON with an address and perhaps weight, zone,
 * backup and metadata. In the order of the keys; the first of two keys with one address counts.
 *
 * @param leftOut values that can't be read
 */
record EndpointValues(List<EndpointConfig> endpoints, List<LeftOut> leftOut) {
    private static final int HEAVIEST = 65_535;
    private static final Set<String> FIELDS = Set.of("address", "weight", "zone", "backup", "metadata");

    static EndpointValues read(SortedMap<String, String> values) {
        Map<Address, EndpointConfig> endpoints = new LinkedHashMap<>();
        List<LeftOut> leftOut = new ArrayList<>();
        values.forEach((key, value) -> {
            try {
                EndpointConfig endpoint = endpoint(value.strip());
                endpoints.putIfAbsent(endpoint.address(), endpoint);
            } catch (JsonParseException | IllegalArgumentException e) {
                String reason = e instanceof JsonParseException ? "neither host:port nor JSON" : e.getMessage();
                leftOut.add(new LeftOut(key, String.valueOf(reason)));
            }
        });
        return new EndpointValues(List.copyOf(endpoints.values()), List.copyOf(leftOut));
    }

    /** A value that is no endpoint. */
    record LeftOut(String key, String reason) {
        String logged() {
            return "event=endpoint-left-out key=\"" + key + "\" reason=\"" + reason + "\"";
        }

        String told() {
            return "etcd key " + NetworkFailure.oneLine(key) + " is left out: " + reason;
        }
    }

    /** The value of an endpoint, in the short form where that says it all. */
    static String write(EndpointConfig endpoint, Map<String, String> metadata) {
        String address = endpoint.address().toString();
        JsonObject json = new JsonObject();
        json.addProperty("address", address);
        if (endpoint.weight() != 1) {
            json.addProperty("weight", endpoint.weight());
        }
        endpoint.zone().ifPresent(zone -> json.addProperty("zone", zone));
        if (endpoint.backup()) {
            json.addProperty("backup", true);
        }
        if (!metadata.isEmpty()) {
            JsonObject free = new JsonObject();
            metadata.forEach(free::addProperty);
            json.add("metadata", free);
        }
        return json.size() == 1 ? address : new Gson().toJson(json);
    }

    private static EndpointConfig endpoint(String value) {
        if (!value.startsWith("{")) {
            return new EndpointConfig(address(value), 1, false, Optional.empty());
        }
        JsonObject json = parse(value);
        refuseUnknown(json);
        JsonPrimitive address = primitive(json, "address");
        if (address == null) {
            throw new IllegalArgumentException("address is missing");
        }
        return new EndpointConfig(
                address(address.getAsString()),
                weight(primitive(json, "weight")),
                backup(primitive(json, "backup")),
                Optional.ofNullable(primitive(json, "zone"))
                        .map(JsonPrimitive::getAsString)
                        .filter(zone -> !zone.isBlank()));
    }

    /** Metadata is for others to read; any other field that we don't know may be a slip of the pen that matters. */
    private static void refuseUnknown(JsonObject json) {
        for (String name : json.keySet()) {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no field " + NetworkFailure.oneLine(name).replace('"', '?'));
            }
        }
        JsonElement metadata = json.get("metadata");
        if (metadata != null && !metadata.isJsonObject()) {
            throw new IllegalArgumentException("metadata is not an object");
        }
    }

    private static JsonObject parse(String value) {
        try (JsonReader reader = new JsonReader(new StringReader(value))) {
            reader.setStrictness(Strictness.STRICT);
            JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("something follows");
            }
            return json;
        } catch (IOException e) {
            throw new JsonParseException(e);
        }
    }

    private static Address address(String text) {
        return StoreAddress.parse(text)
                .map(place -> new Address(place.host(), place.port()))
                .orElseThrow(() -> new IllegalArgumentException("the address is not host:port"));
    }

    private static int weight(@Nullable JsonPrimitive json) {
        if (json == null) {
            return 1;
        }
        double weight = json.isNumber() ? json.getAsDouble() : -1;
        if (weight < 0 || weight > HEAVIEST || weight != Math.rint(weight)) {
            throw new IllegalArgumentException("weight is not a whole number from 0 to " + HEAVIEST);
        }
        return (int) weight;
    }

    private static boolean backup(@Nullable JsonPrimitive json) {
        if (json != null && !json.isBoolean()) {
            throw new IllegalArgumentException("backup is neither true nor false");
        }
        return json != null && json.getAsBoolean();
    }

    private static @Nullable JsonPrimitive primitive(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null || value.isJsonNull()) {
            return null;
        }
        if (!value.isJsonPrimitive()) {
            throw new IllegalArgumentException(name + " is not a single value");
        }
        return value.getAsJsonPrimitive();
    }
}
