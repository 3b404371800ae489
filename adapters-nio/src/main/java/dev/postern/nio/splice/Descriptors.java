package dev.postern.nio.splice;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.SocketChannel;

/**
 * The number by which the system knows a socket. The JDK has it, and shows it to none but those to whom {@code
 * --add-exports java.base/sun.nio.ch=ALL-UNNAMED} was said; without that this class can't be loaded.
 */
final class Descriptors {
    private static final MethodHandle NUMBER = find();

    private Descriptors() {}

    private static MethodHandle find() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(Class.forName("sun.nio.ch.SelChImpl"), "getFDVal", MethodType.methodType(int.class))
                    .asType(MethodType.methodType(int.class, SocketChannel.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Good for as long as the channel is open. */
    static int of(SocketChannel channel) {
        try {
            return (int) NUMBER.invokeExact(channel);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
