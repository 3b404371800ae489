package dev.postern.app.admin;

import dev.postern.app.admin.Operation.Content;
import dev.postern.domain.config.Spellings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that may be asked, by path and method. Immutable. */
final class Operations {
    private final Map<String, Map<String, Operation>> byPath = new LinkedHashMap<>();
    private final LiveEvents events;
    private final AdminPage page = new AdminPage();

    /** @param events what goes on after its answer has begun; ended by who has the operations served */
    Operations(List<Operation> all, LiveEvents events) {
        this.events = events;
        List<Operation> operations = new ArrayList<>(all);
        operations.add(Operation.get(
                "/",
                "the admin page for browsers, this list otherwise",
                List.of(),
                ask -> ask.accepts("text/html") ? page.answer() : index()));
        operations.forEach(each ->
                byPath.computeIfAbsent(each.path(), _ -> new LinkedHashMap<>()).put(each.method(), each));
    }

    LiveEvents events() {
        return events;
    }

    List<Operation> all() {
        return byPath.values().stream()
                .flatMap(methods -> methods.values().stream())
                .toList();
    }

    /** The operation that a request means; or throws, or is empty where the answer is only what may be asked there. */
    Optional<Operation> find(Ask ask) throws RefusedException {
        Map<String, Operation> methods = byPath.get(ask.path());
        if (methods == null) {
            throw new RefusedException(404, "There is no " + ask.path() + hint(ask.path()) + " / lists what there is.");
        }
        Operation operation = methods.get(ask.method().equals("HEAD") ? "GET" : ask.method());
        if (operation != null) {
            checkParameters(ask, operation);
        }
        return Optional.ofNullable(operation);
    }

    private String hint(String path) {
        return Spellings.nearest(path, byPath.keySet())
                .map(near -> "; did you mean " + near + "?")
                .orElse(".");
    }

    private static void checkParameters(Ask ask, Operation operation) throws RefusedException {
        for (String name : ask.query().keySet()) {
            if (!operation.parameters().contains(name)) {
                String known = operation.parameters().isEmpty()
                        ? "it takes none"
                        : "known: " + String.join(", ", operation.parameters());
                throw new RefusedException(
                        400, "There is no query parameter '" + name + "' of " + operation.path() + "; " + known + ".");
            }
        }
    }

    /** The answer where the method is none of the path's, and that to OPTIONS. */
    Answer allowed(Ask ask) {
        Set<String> methods = new LinkedHashSet<>();
        for (String method : byPath.getOrDefault(ask.path(), Map.of()).keySet()) {
            methods.add(method);
            if (method.equals("GET")) {
                methods.add("HEAD");
            }
        }
        methods.add("OPTIONS");
        String allow = String.join(", ", methods);
        Answer answer = ask.method().equals("OPTIONS")
                ? Answer.text(204, "")
                : Answer.error(405, ask.path() + " has no " + ask.method() + ", but " + allow + ".");
        return answer.with("Allow", allow);
    }

    private Answer index() {
        StringBuilder text = new StringBuilder("Postern admin API\n\n");
        for (Operation each : all()) {
            String path = each.path() + (each.parameters().isEmpty() ? "" : "?" + String.join("&", each.parameters()));
            String body = each.content() == Content.CANDIDATE ? " (body: a configuration)" : "";
            text.append("%-4s %s%n     %s%s%n".formatted(each.method(), path, each.summary(), body));
        }
        return Answer.text(200, text.toString());
    }
}
