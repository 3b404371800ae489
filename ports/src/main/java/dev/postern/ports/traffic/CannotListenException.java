package dev.postern.ports.traffic;

import dev.postern.domain.config.Address;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.List;

/** Listeners that could not be bound: one line each, for the operator. */
public final class CannotListenException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> reasons;

    public CannotListenException(List<String> reasons) {
        super(String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    public List<String> reasons() {
        return reasons;
    }

    /** What an operator is told of a failure to listen at an address. */
    public static String reason(IOException failure, Address address) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof UnknownHostException) {
            return "the host name is unknown";
        }
        if (failure instanceof BindException && message.contains("in use")) {
            return "the address is in use by another program";
        }
        if (message.contains("ermission denied")) {
            return address.port() > 0 && address.port() < 1024
                    ? "permission denied; ports below 1024 need a privilege"
                    : "permission denied";
        }
        if (message.contains("annot assign")) {
            return "this machine does not have that address";
        }
        return message;
    }
}
