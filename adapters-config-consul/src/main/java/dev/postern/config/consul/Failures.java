package dev.postern.config.consul;

import static dev.postern.ports.store.NetworkFailure.cause;
import static dev.postern.ports.store.NetworkFailure.oneLine;

import dev.postern.ports.store.NetworkFailure;
import java.io.IOException;
import org.kiwiproject.consul.ConsulException;

/** What went wrong with a question, in words for the operator. */
final class Failures {
    private Failures() {}

    /** True when an agent answered, if only to refuse. */
    static boolean isAnswer(Throwable failure) {
        return failure instanceof ConsulException consul && consul.hasCode();
    }

    /** One line without the agent's name and without secrets. */
    static String line(Throwable failure, String subject) {
        return NetworkFailure.line(failure)
                .or(() -> cause(failure, UnprovenException.class).map(e -> oneLine(e.getMessage())))
                .or(() -> cause(failure, IOException.class).map(e -> "the answer broke off, or is not Consul's"))
                .or(() -> cause(failure, ConsulException.class)
                        .filter(ConsulException::hasCode)
                        .map(e -> answer(e, subject)))
                .orElseGet(() -> oneLine(failure.toString()));
    }

    private static String answer(ConsulException failure, String subject) {
        int code = failure.getCode();
        String text = body(failure);
        if (code == 403 && text.contains("ACL not found")) {
            return "unknown token (403)";
        }
        if (code == 403 || code == 401) {
            return "permission denied for " + subject + " (" + code + ")";
        }
        if (code >= 500 && text.contains("No cluster leader")) {
            return "the cluster has no leader (" + code + ")";
        }
        return "answered " + code + (text.isEmpty() ? "" : ": " + text);
    }

    /** why: the client's message begins with the whole address of the question, which tells nothing more. */
    private static String body(ConsulException failure) {
        String message = oneLine(failure.getMessage());
        int end = message.indexOf("]: ", message.indexOf("status ["));
        return end < 0 ? message : message.substring(end + 3);
    }
}
