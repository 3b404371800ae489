package dev.postern.app.cli;

import dev.postern.domain.config.Spellings;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands with their options and their help. Only the one that is named is loaded, unless all are wanted. */
final class Commands {
    private static final String WARM_UP = "warm-up";
    private static final List<String> NAMES = List.of(
            "run",
            "check",
            "explain",
            "diff",
            "publish",
            "register",
            "top",
            "schema",
            "demo",
            "version",
            "completion",
            WARM_UP);

    private Commands() {}

    /** Returns the exit code. */
    static int run(CommandContext context, String... arguments) {
        String[] args = arguments.length > 0 && (arguments[0].equals("--version") || arguments[0].equals("-V"))
                ? new String[] {"version"}
                : arguments;
        CommandLine line =
                args.length > 0 && NAMES.contains(args[0]) ? commands(context, List.of(args[0])) : every(context);
        if (args.length == 0) {
            line.usage(context.err());
            return ExitCode.USAGE;
        }
        return line.execute(args);
    }

    static CommandLine every(CommandContext context) {
        return commands(context, NAMES);
    }

    private static CommandLine commands(CommandContext context, List<String> names) {
        CommandLine root = new CommandLine(new RootCommand());
        root.getCommandSpec().addOption(help()).addOption(debug());
        for (String name : names) {
            root.addSubcommand(name, command(name, context));
        }
        root.setOut(writer(context.out())).setErr(writer(context.err()));
        root.setParameterExceptionHandler(
                (e, args) -> Failures.usage(context.err(), name(e.getCommandLine()), explained(e)));
        root.setExecutionExceptionHandler((e, line, parsed) -> failed(context, e, line));
        describeExitCodes(root);
        root.getSubcommands().values().forEach(Commands::describeExitCodes);
        return root;
    }

    private static Object command(String name, CommandContext context) {
        return switch (name) {
            case "run" -> new RunCommand(context);
            case "check" -> new CheckCommand(context);
            case "explain" -> new ExplainCommand(context);
            case "diff" -> new DiffCommand(context);
            case "publish" -> new PublishCommand(context);
            case "register" -> new RegisterCommand(context);
            case "top" -> new TopCommand(context);
            case "schema" -> new SchemaCommand(context);
            case "demo" -> new DemoCommand(context);
            case "version" -> new VersionCommand(context);
            case "completion" -> new CompletionCommand(context);
            case WARM_UP -> new WarmUpCommand(context);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Prints this help.")
                .build();
    }

    private static OptionSpec debug() {
        return OptionSpec.builder(Cli.DEBUG)
                .type(boolean.class)
                .arity("0")
                .scopeType(ScopeType.INHERIT)
                .description("Prints the stack of an error that should not have happened.")
                .build();
    }

    private static void describeExitCodes(CommandLine line) {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "ended as asked");
        codes.put("1", "a problem in the configuration");
        codes.put("2", "wrong use of the command line");
        codes.put("3", "cannot start: port, permissions, source unreachable and nothing saved");
        codes.put("130, 143", "ended at once by a second SIGINT or SIGTERM");
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName();
    }

    private static int failed(CommandContext context, Exception e, CommandLine line) {
        if (e instanceof CommandException expected) {
            return Failures.expected(context.err(), name(line), expected);
        }
        OptionSpec debug = line.getCommandSpec().findOption(Cli.DEBUG);
        boolean isDebug = debug != null && Boolean.TRUE.equals(debug.<Boolean>getValue());
        return Failures.defect(context.err(), e, isDebug);
    }

    private static String explained(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(e.getCommandLine(), unmatched.getUnmatched().getFirst());
        }
        String message = Failures.firstLine(e);
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static String unmatched(CommandLine line, String word) {
        boolean isOption = word.startsWith("-");
        List<String> known = new ArrayList<>();
        if (isOption) {
            line.getCommandSpec().options().forEach(option -> known.addAll(Arrays.asList(option.names())));
        } else {
            line.getSubcommands().forEach((name, command) -> known.add(name));
            known.remove(WARM_UP);
        }
        String kind = isOption ? "option" : known.isEmpty() ? "argument" : "command";
        String hint = Spellings.nearest(word, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
        return "unknown " + kind + " '" + word + "'" + hint;
    }
}
