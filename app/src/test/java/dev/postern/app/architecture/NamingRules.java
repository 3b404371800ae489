package dev.postern.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.postern.app.architecture.Rule.rule;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.postern.planted.naming.AbstractThing;
import dev.postern.planted.naming.NestsABadName;
import dev.postern.planted.naming.ThingManager;
import dev.postern.planted.naming.ThingUtils;
import dev.postern.planted.unmarked.Unmarked;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** Names that say something, and packages in which null has to be asked for. */
final class NamingRules {
    private static final Pattern EMPTY_WORD = Pattern.compile(
            "(?:^|(?<=[a-z0-9]))(?:Manager|Helper|Util|Utility|Processor|Impl|Info|Data|Base|Abstract)s?(?=[A-Z]|$)");

    private NamingRules() {}

    static List<Rule> in(House house) {
        String everywhere = house.root() + "..";
        return List.of(
                rule(
                        "no name carries a word that could stand in any name",
                        classes().that().resideInAPackage(everywhere).should(haveATellingName()),
                        ThingManager.class,
                        ThingUtils.class,
                        AbstractThing.class,
                        NestsABadName.class),
                rule(
                        "every package is @NullMarked",
                        classes().that().resideInAPackage(everywhere).should(liveInANullMarkedPackage()),
                        Unmarked.class));
    }

    private static ArchCondition<JavaClass> haveATellingName() {
        return new ArchCondition<>("have a telling name") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean telling = !EMPTY_WORD.matcher(type.getSimpleName()).find();
                events.add(new SimpleConditionEvent(type, telling, type.getName() + " has a name that tells nothing"));
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + " lives in a package without @NullMarked"));
            }
        };
    }
}
