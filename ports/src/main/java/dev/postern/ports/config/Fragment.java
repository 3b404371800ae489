package dev.postern.ports.config;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.Problem;
import java.util.List;

/** What one document says: the elements that could be read, and everything that is wrong with the others. */
public record Fragment(ConfigDocument document, List<Element> elements, List<Problem> problems) {
    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }
}
