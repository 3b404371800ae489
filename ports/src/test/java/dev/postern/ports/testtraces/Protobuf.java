package dev.postern.ports.testtraces;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A message of Protocol Buffers, read by the numbers of its fields. */
record Protobuf(List<Field> fields) {
    /** One field: a number, or the bytes of a text or of another message. */
    record Field(int number, long value, ByteBuffer bytes) {}

    static Protobuf of(ByteBuffer message) {
        ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            fields.add(field((int) (key >>> 3), (int) key & 7, in));
        }
        return new Protobuf(fields);
    }

    private static Field field(int number, int wire, ByteBuffer in) {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        return switch (wire) {
            case 0 -> new Field(number, varint(in), nothing);
            case 1 -> new Field(number, in.getLong(), nothing);
            case 2 -> {
                int length = (int) varint(in);
                ByteBuffer bytes = in.slice(in.position(), length);
                in.position(in.position() + length);
                yield new Field(number, 0, bytes);
            }
            case 5 -> new Field(number, in.getInt(), nothing);
            default -> throw new IllegalArgumentException("wire type " + wire);
        };
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte b;
        do {
            b = in.get();
            value |= (b & 0x7fL) << shift;
            shift += 7;
        } while (b < 0);
        return value;
    }

    private List<Field> all(int number) {
        return fields.stream().filter(field -> field.number() == number).toList();
    }

    List<Protobuf> messages(int number) {
        return all(number).stream().map(field -> of(field.bytes())).toList();
    }

    /** 0 where it is not there. */
    long number(int number) {
        return all(number).stream().mapToLong(Field::value).findFirst().orElse(0);
    }

    String text(int number) {
        return all(number).stream()
                .map(field ->
                        StandardCharsets.UTF_8.decode(field.bytes().duplicate()).toString())
                .findFirst()
                .orElse("");
    }

    String hex(int number) {
        return all(number).stream()
                .map(field -> HexFormat.of().formatHex(bytes(field)))
                .findFirst()
                .orElse("");
    }

    private static byte[] bytes(Field of) {
        byte[] bytes = new byte[of.bytes().remaining()];
        of.bytes().duplicate().get(bytes);
        return bytes;
    }

    boolean has(int number) {
        return !all(number).isEmpty();
    }
}
