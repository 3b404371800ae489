package dev.postern.config.etcd;

import com.google.protobuf.ByteString;

/** All keys that begin alike, as etcd names them. */
record KeyRange(String prefix) {
    ByteString first() {
        return ByteString.copyFromUtf8(prefix);
    }

    /** The first key after all that begin with the prefix. */
    ByteString end() {
        byte[] bytes = first().toByteArray();
        bytes[bytes.length - 1]++;
        return ByteString.copyFrom(bytes);
    }
}
