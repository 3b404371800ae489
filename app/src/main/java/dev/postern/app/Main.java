package dev.postern.app;

import dev.postern.app.cli.Cli;
import dev.postern.app.cli.CommandContext;
import dev.postern.app.cli.JvmSignals;
import dev.postern.app.logging.JulLines;
import dev.postern.app.logging.OwnLog;
import dev.postern.app.wiring.Wiring;
import java.io.PrintStream;

/** Where the program begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int exitCode = run(args, System.out, System.err);
        OwnLog.close();
        System.exit(exitCode);
    }

    /** Returns the exit code. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        // why: Guice's generated classes use what the JVM warns of, and save nothing in a graph this small.
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        JulLines.install();
        return Cli.run(new CommandContext(out, err, Wiring::assemble, new JvmSignals(), System.getenv()), args);
    }
}
