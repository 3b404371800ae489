package dev.postern.app.cli;

import dev.postern.app.logging.OwnLog;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals by way of {@code sun.misc.Signal}, which jdk.unsupported exports. By reflection: naming the class is a warning
 * that no annotation takes back, and shutdown hooks can tell neither SIGHUP nor a second SIGTERM, nor end with 0.
 */
public final class JvmSignals implements Signals {
    private static final Logger log = LoggerFactory.getLogger(JvmSignals.class);
    /** Of {@code timeout} and others that signal a program and then its group, both come at once and mean one stop. */
    private static final Duration ONE_STOP = Duration.ofMillis(500);

    private final long oneStopNanos;

    public JvmSignals() {
        this(ONE_STOP);
    }

    JvmSignals(Duration oneStop) {
        oneStopNanos = oneStop.toNanos();
    }

    @Override
    public void handle(Runnable stop, Runnable reload) {
        AtomicReference<@Nullable Long> told = new AtomicReference<>();
        on("TERM", () -> stopOrEnd(told, stop, 128 + 15));
        on("INT", () -> stopOrEnd(told, stop, 128 + 2));
        on("HUP", reload);
    }

    private void stopOrEnd(AtomicReference<@Nullable Long> told, Runnable stop, int exitCode) {
        long now = System.nanoTime();
        Long before = told.compareAndExchange(null, now);
        if (before == null) {
            stop.run();
        } else if (now - before > oneStopNanos) {
            OwnLog.close();
            Runtime.getRuntime().halt(exitCode);
        }
    }

    private static void on(String name, Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    JvmSignals.class.getClassLoader(), new Class<?>[] {handler}, new Handler(task));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // why: not every system has every signal, and -Xrs takes them away; the proxy serves without.
            log.warn("event=signal-unavailable signal={}", name);
        }
    }

    private record Handler(Runnable task) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws ReflectiveOperationException {
            if (method.getName().equals("handle")) {
                task.run();
                return null;
            }
            return method.invoke(this, arguments);
        }
    }
}
