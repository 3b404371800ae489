package dev.postern.app.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole screen of a terminal, whose modes are set by {@code stty}, so that no native library is needed. Closing, and the
 * end of the process, give it back as it was. Draws on one thread; another reads keys, and ends with the process.
 */
final class Terminal implements AutoCloseable {
    private static final Path DEVICE = Path.of("/dev/tty");
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)");
    private static final Size USUAL = new Size(24, 80);

    private final PrintStream out;
    private final String saved;
    private final LinkedBlockingQueue<Key> keys = new LinkedBlockingQueue<>();
    private boolean isOpen = true;

    record Size(int rows, int columns) {}

    private Terminal(PrintStream out, String saved) {
        this.out = out;
        this.saved = saved;
    }

    /** Empty where input or output is none, or where it can't be set up. */
    static Optional<Terminal> open(PrintStream out) {
        if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> saved = stty("-g").filter(modes -> !modes.isEmpty());
        if (saved.isEmpty() || stty("-icanon", "-echo", "min", "1").isEmpty()) {
            return Optional.empty();
        }
        Terminal terminal = new Terminal(out, saved.get());
        Runtime.getRuntime().addShutdownHook(new Thread(terminal::close));
        Thread.ofPlatform().daemon().name("keys").start(terminal::read);
        out.print(ENTER);
        return Optional.of(terminal);
    }

    /** What it says; empty where it fails, or is not there. */
    private static Optional<String> stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(DEVICE.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void read() {
        byte[] pressed = new byte[16];
        try (InputStream in = Files.newInputStream(DEVICE)) {
            for (int size = in.read(pressed); size >= 0; size = in.read(pressed)) {
                keys.addAll(Key.of(new String(pressed, 0, size, StandardCharsets.US_ASCII)));
            }
        } catch (IOException e) {
            // why: who took the terminal away wants no more to be shown on it.
            keys.add(Key.QUIT);
        }
    }

    Size size() {
        Matcher said = SIZE.matcher(stty("size").orElse(""));
        return said.matches() && !said.group(1).equals("0")
                ? new Size(Integer.parseInt(said.group(1)), Integer.parseInt(said.group(2)))
                : USUAL;
    }

    void draw(List<String> lines) {
        StringBuilder screen = new StringBuilder("\u001b[H");
        for (int i = 0; i < lines.size(); i++) {
            screen.append(lines.get(i)).append("\u001b[K").append(i < lines.size() - 1 ? "\r\n" : "");
        }
        out.print(screen);
        out.flush();
    }

    /** What was pressed next, if anything in that time. */
    Optional<Key> key(long millis) throws InterruptedException {
        return Optional.ofNullable(keys.poll(millis, TimeUnit.MILLISECONDS));
    }

    @Override
    public synchronized void close() {
        if (isOpen) {
            isOpen = false;
            out.print(LEAVE);
            out.flush();
            stty(saved);
        }
    }
}
