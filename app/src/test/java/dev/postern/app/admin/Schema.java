package dev.postern.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** As much of JSON Schema as the description of the admin API uses; a word that it does not know fails. */
final class Schema {
    private static final List<String> WORDS = List.of(
            "type", "properties", "required", "additionalProperties", "items", "enum", "$ref", "description", "format");

    private final JsonNode document;
    private final List<String> faults = new ArrayList<>();

    private Schema(JsonNode document) {
        this.document = document;
    }

    static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
        Schema validation = new Schema(document);
        validation.check(schema, value, "$");
        return validation.faults;
    }

    private void check(JsonNode schema, JsonNode value, String at) {
        if (schema.has("$ref")) {
            JsonNode target = document.at(schema.get("$ref").asText().substring(1));
            if (target.isMissingNode()) {
                faults.add(at + ": dangling " + schema.get("$ref"));
            } else {
                check(target, value, at);
            }
            return;
        }
        schema.fieldNames().forEachRemaining(word -> {
            if (!WORDS.contains(word)) {
                faults.add(at + ": unknown word " + word);
            }
        });
        if (!isOfType(schema.path("type").asText(), value)) {
            faults.add(at + ": " + value + " is no " + schema.path("type").asText());
        }
        if (schema.has("enum") && !schema.get("enum").toString().contains("\"" + value.asText() + "\"")) {
            faults.add(at + ": " + value + " is none of " + schema.get("enum"));
        }
        if (schema.path("format").asText().equals("date-time")) {
            try {
                Instant.parse(value.asText());
            } catch (DateTimeParseException e) {
                faults.add(at + ": " + value + " is no time");
            }
        }
        for (int i = 0; i < value.size() && value.isArray(); i++) {
            check(schema.path("items"), value.get(i), at + "[" + i + "]");
        }
        if (value.isObject()) {
            fields(schema, value, at);
        }
    }

    private void fields(JsonNode schema, JsonNode value, String at) {
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                faults.add(at + ": there is no " + name.asText());
            }
        });
        JsonNode more = schema.path("additionalProperties");
        value.properties().forEach(field -> {
            JsonNode known = schema.path("properties").path(field.getKey());
            if (known.isObject()) {
                check(known, field.getValue(), at + "." + field.getKey());
            } else if (more.isObject()) {
                check(more, field.getValue(), at + "." + field.getKey());
            } else if (more.isBoolean() && !more.asBoolean()) {
                faults.add(at + ": " + field.getKey() + " is not described");
            }
        });
    }

    private static boolean isOfType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
    }
}
