package dev.postern.config.etcd;

import static dev.postern.ports.store.NetworkFailure.cause;
import static dev.postern.ports.store.NetworkFailure.oneLine;

import dev.postern.ports.store.NetworkFailure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;

/** What went wrong with a question, in words for the operator. */
final class Failures {
    private Failures() {}

    /** True when the cluster answered, if only to refuse. */
    static boolean isAnswer(Throwable failure) {
        return switch (Status.fromThrowable(failure).getCode()) {
            case PERMISSION_DENIED, UNAUTHENTICATED, INVALID_ARGUMENT, FAILED_PRECONDITION -> true;
            default -> false;
        };
    }

    /** True when another token may help. */
    static boolean isTokenRefused(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        return status.getCode() == Status.Code.UNAUTHENTICATED
                || oneLine(status.getDescription()).contains("invalid auth token");
    }

    /** One line without the member's name and without secrets. */
    static String line(Throwable failure, String subject) {
        return NetworkFailure.line(failure)
                .or(() -> cause(failure, IOException.class).map(e -> "connection lost"))
                .or(() -> cause(failure, StatusRuntimeException.class).map(e -> answer(e.getStatus(), subject)))
                .orElseGet(() -> oneLine(failure.toString()));
    }

    private static String answer(Status status, String subject) {
        String text = oneLine(status.getDescription()).replaceFirst("^etcdserver: ", "");
        return switch (status.getCode()) {
            case PERMISSION_DENIED -> "permission denied for " + subject;
            case DEADLINE_EXCEEDED -> "no answer in time";
            case INVALID_ARGUMENT, UNAUTHENTICATED, FAILED_PRECONDITION, UNKNOWN -> text;
            default -> text.isEmpty() ? status.getCode().toString() : text;
        };
    }
}
