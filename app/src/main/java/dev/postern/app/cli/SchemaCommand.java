package dev.postern.app.cli;

import dev.postern.domain.config.Section;
import dev.postern.domain.config.Spellings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "schema",
        description = "Prints a JSON Schema (2020-12) of the configuration, by which editors complete and check.",
        footer = {
            "",
            "Examples:",
            "  postern schema > postern.schema.json",
            "  postern schema routes > route.schema.json     # of one route, as a store holds it",
            "",
            "Editors with a YAML language server take it from the file's first line:",
            "  # yaml-language-server: $schema=postern.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    private static final List<String> SECTIONS =
            Arrays.stream(Section.values()).map(Section::key).toList();

    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "SECTION",
            description = "routes, upstreams, log ...: of one element of it instead of a whole document.")
    private String section = "";

    SchemaCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandException {
        if (!section.isEmpty() && !SECTIONS.contains(section)) {
            String hint = Spellings.nearest(section, SECTIONS)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("; there are " + String.join(", ", SECTIONS));
            throw CommandException.usage("there is no section '" + section + "'" + hint);
        }
        Optional<Section> element = Arrays.stream(Section.values())
                .filter(each -> each.key().equals(section))
                .findFirst();
        context.out().print(context.adapters().get().codec().schema(element));
        return ExitCode.OK;
    }
}
