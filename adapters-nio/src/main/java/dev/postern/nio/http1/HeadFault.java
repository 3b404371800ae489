package dev.postern.nio.http1;

import dev.postern.domain.failure.FailureKind;

/** Why a head was refused. The connection it came on is closed after the answer. */
enum HeadFault {
    BAD_START_LINE(FailureKind.BAD_REQUEST),
    BAD_TARGET(FailureKind.BAD_REQUEST),
    BAD_FIELD(FailureKind.BAD_REQUEST),
    BAD_HOST(FailureKind.BAD_REQUEST),
    BAD_LENGTH(FailureKind.BAD_REQUEST),
    AMBIGUOUS_LENGTH(FailureKind.BAD_REQUEST),
    BARE_LINE_FEED(FailureKind.BAD_REQUEST),
    TARGET_TOO_LONG(FailureKind.TARGET_TOO_LONG),
    TOO_LARGE(FailureKind.HEAD_TOO_LARGE),
    TOO_MANY_FIELDS(FailureKind.HEAD_TOO_LARGE),
    UNKNOWN_VERSION(FailureKind.VERSION_NOT_SUPPORTED),
    UNSUPPORTED_METHOD(FailureKind.METHOD_NOT_IMPLEMENTED),
    UNKNOWN_EXPECTATION(FailureKind.EXPECTATION_FAILED);

    private final FailureKind kind;

    HeadFault(FailureKind kind) {
        this.kind = kind;
    }

    FailureKind kind() {
        return kind;
    }
}
