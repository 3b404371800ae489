package dev.postern.nio.http1;

import dev.postern.nio.reference.ReferenceParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Requests of a connection with their bodies: read alike however they are cut, and as the reference reads them. */
public final class RequestFuzz {
    private RequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        RequestDriver.Result whole = FuzzRules.sameHoweverCut(input, cuts -> RequestDriver.run(input, cuts));
        ReferenceParser reference = new ReferenceParser(new ByteArrayInputStream(input));
        for (RequestDriver.Accepted each : whole.accepted()) {
            ReferenceParser.Message message = reference.request();
            FuzzRules.requireEqual("method", message.method(), each.method());
            FuzzRules.requireEqual("body", message.body(), each.body());
        }
    }
}
