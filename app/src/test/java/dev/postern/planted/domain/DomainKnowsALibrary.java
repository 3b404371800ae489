package dev.postern.planted.domain;

import picocli.CommandLine;

public final class DomainKnowsALibrary {
    public CommandLine line(Object command) {
        return new CommandLine(command);
    }
}
