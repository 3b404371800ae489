package dev.postern.nio.http1;

import dev.postern.nio.reference.ReferenceParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Responses with their bodies, as {@link RequestFuzz}. The first byte says to what: bit 0 to HEAD, bit 1 the endpoint
 * closes behind it.
 */
public final class ResponseFuzz {
    private ResponseFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        boolean isToHead = (input[0] & 1) != 0;
        boolean thenCloses = (input[0] & 2) != 0;
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        String whole = FuzzRules.sameHoweverCut(bytes, cuts -> ResponseDriver.read(isToHead, thenCloses, bytes, cuts));
        if (!whole.endsWith("] keep") && !whole.endsWith("] close")) {
            return;
        }
        ReferenceParser reference = new ReferenceParser(new ByteArrayInputStream(bytes));
        StringBuilder read = new StringBuilder();
        ReferenceParser.Message message = reference.response(isToHead);
        while (message.status() < 200) {
            read.append(message.status()).append("; ");
            message = reference.response(isToHead);
        }
        read.append(message.status()).append(" [").append(message.body()).append(']');
        FuzzRules.requireEqual("response", read.toString(), whole.substring(0, whole.lastIndexOf(' ')));
    }
}
