package dev.postern.app.cli;

import picocli.CommandLine.Command;

@Command(
        name = "postern",
        description = "A reverse proxy for HTTP and TCP, configured by a file or live from Consul or etcd.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  postern demo",
            "  postern run --config postern.yaml",
            "  postern check postern.yaml"
        })
final class RootCommand {}
