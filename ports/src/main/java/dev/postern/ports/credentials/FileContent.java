package dev.postern.ports.credentials;

import java.nio.ByteBuffer;

/** What was found where a file should be. Two that are equal hold the same bytes. */
public sealed interface FileContent {
    /** @param bytes read-only, at their begin */
    record Bytes(ByteBuffer bytes) implements FileContent {
        /** Not what it holds, which may be a key. */
        @Override
        public String toString() {
            return bytes.remaining() + " bytes";
        }
    }

    /** @param reason one line that names the file: {@code /etc/site.pem: no such file or folder} */
    record Unreadable(String reason) implements FileContent {}
}
