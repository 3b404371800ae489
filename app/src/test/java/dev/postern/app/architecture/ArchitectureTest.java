package dev.postern.app.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule holds for the product, and reports each class that was planted to break it. */
final class ArchitectureTest {
    private static final List<String> MODULES = List.of(
            "domain",
            "ports",
            "adapters-nio",
            "adapters-config-file",
            "adapters-config-consul",
            "adapters-config-etcd",
            "app");
    /** Below this the search itself is broken, whatever the modules say. */
    private static final int FEWEST_SOURCES = 50;

    private static final ImportOption WITHOUT_TESTS =
            location -> !location.contains("/test-classes/") && !location.contains("-tests.jar");
    private static final JavaClasses PRODUCT =
            new ClassFileImporter().withImportOption(WITHOUT_TESTS).importPackages(House.PRODUCT.root());
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(House.PLANTED.root());

    static List<Rule> productRules() {
        return rulesOf(House.PRODUCT);
    }

    static List<Rule> plantedRules() {
        return rulesOf(House.PLANTED);
    }

    private static List<Rule> rulesOf(House house) {
        List<Rule> rules = new ArrayList<>(ModuleRules.in(house));
        rules.addAll(DomainRules.in(house));
        rules.addAll(LoopRules.in(house));
        rules.addAll(NamingRules.in(house));
        return rules;
    }

    @ParameterizedTest
    @MethodSource("productRules")
    void theProductKeeps(Rule rule) {
        EvaluationResult result = rule.check().evaluate(PRODUCT);
        assertTrue(
                !result.hasViolation(),
                () -> rule + ":\n" + String.join("\n", result.getFailureReport().getDetails()));
    }

    @ParameterizedTest
    @MethodSource("plantedRules")
    void everyPlantedClassIsReportedBy(Rule rule) {
        String report = String.join(
                "\n", rule.check().evaluate(PLANTED).getFailureReport().getDetails());
        for (Class<?> planted : rule.planted()) {
            assertTrue(report.contains(planted.getName()), () -> planted + " goes unnoticed by: " + rule);
        }
    }

    @Test
    void everyPlantedClassBelongsToARule() {
        Set<String> expected = plantedRules().stream()
                .flatMap(rule -> rule.planted().stream())
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> present = PLANTED.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getName)
                .filter(name -> !name.contains(".harmless."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, present);
    }

    /** Classes that come close to breaking a rule without doing so. */
    @ParameterizedTest
    @MethodSource("plantedRules")
    void noHarmlessClassIsReportedBy(Rule rule) {
        String report = String.join(
                "\n", rule.check().evaluate(PLANTED).getFailureReport().getDetails());
        assertTrue(!report.contains(".harmless."), () -> rule + " is too strict:\n" + report);
    }

    @Test
    void theRulesSeeEveryClassOfEveryModule() throws IOException {
        int sources = 0;
        for (String module : MODULES) {
            for (String source : topLevelClassesIn(module)) {
                sources++;
                assertTrue(PRODUCT.contain(source), () -> source + " of " + module + " was not seen");
            }
        }
        assertTrue(sources >= FEWEST_SOURCES, "only " + sources + " sources were found");
        assertTrue(PRODUCT.size() >= sources, "only " + PRODUCT.size() + " classes were seen");
    }

    private static List<String> topLevelClassesIn(String module) throws IOException {
        Path root = Path.of("..", module, "src", "main", "java");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(root::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".java") && !name.endsWith("package-info.java"))
                    .map(name ->
                            name.substring(0, name.length() - ".java".length()).replace('/', '.'))
                    .toList();
        }
    }
}
