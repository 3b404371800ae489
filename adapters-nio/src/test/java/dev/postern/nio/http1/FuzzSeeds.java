package dev.postern.nio.http1;

import dev.postern.nio.reference.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the smuggling tables as what fuzz targets take: the folder to write to, then for each target a folder in it. */
public final class FuzzSeeds {
    private static final int MOST_BYTES = 2000;

    private FuzzSeeds() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int i = 0;
        for (Vectors.Vector vector : Vectors.requests()) {
            i++;
            write(folder, "RequestFuzz", i, vector.text());
            write(folder, "HeadRoundTripFuzz", i, "\0" + vector.text());
            int body = vector.text().indexOf("\r\n\r\n");
            if (vector.text().contains("chunked\r\n\r\n")) {
                write(folder, "ChunkedBodyFuzz", i, vector.text().substring(body + 4));
            }
        }
        for (Vectors.Vector vector : Vectors.responses()) {
            i++;
            write(folder, "ResponseFuzz", i, kind(vector) + vector.text());
            write(folder, "HeadRoundTripFuzz", i, "\1" + vector.text());
        }
    }

    /** As {@link ResponseFuzz} takes it. */
    static char kind(Vectors.Vector vector) {
        return (char) ((vector.method().equals("HEAD") ? 1 : 0) + (vector.thenCloses() ? 2 : 0));
    }

    private static void write(Path folder, String target, int number, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length <= MOST_BYTES) {
            Path file = folder.resolve(target).resolve(Integer.toString(number));
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
    }
}
