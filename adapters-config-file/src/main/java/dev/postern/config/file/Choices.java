package dev.postern.config.file;

import dev.postern.domain.config.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The constants of an enum, in kebab-case unless they have a spelling of their own. */
final class Choices implements ScalarType {
    private final Map<String, Object> bySpelling = new LinkedHashMap<>();

    Choices(Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            bySpelling.put(spelling(type, ((Enum<?>) constant).name()), constant);
        }
    }

    private static String spelling(Class<?> type, String name) {
        try {
            Spelling own = type.getField(name).getAnnotation(Spelling.class);
            return own != null ? own.value() : name.toLowerCase(Locale.ROOT).replace('_', '-');
        } catch (NoSuchFieldException impossible) {
            throw new LinkageError(type.getName(), impossible);
        }
    }

    @Override
    public Form form() {
        return Form.choice(choices());
    }

    @Override
    public String expected() {
        return Texts.oneOf(choices());
    }

    @Override
    public List<String> choices() {
        return List.copyOf(bySpelling.keySet());
    }

    @Override
    public Object parse(String text) throws BadValueException {
        Object constant = bySpelling.get(text);
        if (constant == null) {
            throw new BadValueException(Texts.nearest(text, bySpelling.keySet())
                    .map(near -> "did you mean `" + near + "`?")
                    .orElse(""));
        }
        return constant;
    }
}
