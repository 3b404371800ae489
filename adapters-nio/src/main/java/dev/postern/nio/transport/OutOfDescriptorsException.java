package dev.postern.nio.transport;

import java.io.IOException;

/** No socket could be made: the process has used up what the system allows it. No endpoint is to blame. */
public final class OutOfDescriptorsException extends IOException {
    private static final long serialVersionUID = 1;

    public OutOfDescriptorsException(IOException cause) {
        super(cause);
    }
}
