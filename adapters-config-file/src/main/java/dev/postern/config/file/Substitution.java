package dev.postern.config.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Replaces variables, variables with a default, and files by what they hold; a doubled dollar stands for itself. What
 * was put in is not looked at again. Messages tell names, never values.
 */
sealed interface Substitution {
    /** Throws with a whole sentence as its message. */
    String resolve(String text) throws BadValueException;

    /** What a text without anything to replace means. */
    static String unescape(String text) {
        return text.replace("$${", "${");
    }

    /** For texts from stores: whoever may write one must not read this machine's secrets. */
    record Forbidden() implements Substitution {
        @Override
        public String resolve(String text) throws BadValueException {
            if (text.replace("$${", "").contains("${")) {
                throw new BadValueException(
                        "`${` is replaced in files only, not in what a store holds; write `$${` for the text itself");
            }
            return unescape(text);
        }
    }

    /** For texts that were written on this machine. */
    record Local(Function<String, Optional<String>> environment) implements Substitution {
        private static final int LARGEST_FILE = 1024 * 1024;

        @Override
        public String resolve(String text) throws BadValueException {
            StringBuilder resolved = new StringBuilder(text.length());
            int from = 0;
            while (true) {
                int mark = text.indexOf("${", from);
                if (mark < 0) {
                    return resolved.append(text, from, text.length()).toString();
                }
                if (mark > from && text.charAt(mark - 1) == '$') {
                    resolved.append(text, from, mark - 1).append("${");
                    from = mark + 2;
                    continue;
                }
                int end = text.indexOf('}', mark);
                if (end < 0) {
                    throw new BadValueException("`${` has no `}` after it; write `$${` for the text itself");
                }
                resolved.append(text, from, mark).append(replacement(text.substring(mark + 2, end)));
                from = end + 1;
            }
        }

        private String replacement(String inner) throws BadValueException {
            if (inner.startsWith("file:")) {
                return file(inner.substring("file:".length()));
            }
            int split = inner.indexOf(":-");
            String name = split < 0 ? inner : inner.substring(0, split);
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new BadValueException(
                        Texts.quote("${" + inner + "}") + " doesn't name a variable; write `$${` for the text itself");
            }
            Optional<String> value = environment.apply(name);
            if (split >= 0) {
                if (inner.contains("${")) {
                    throw new BadValueException("a default can't hold another `${`");
                }
                return value.filter(set -> !set.isEmpty()).orElse(inner.substring(split + 2));
            }
            return value.orElseThrow(() -> new BadValueException(
                    "the environment has no variable `" + name + "`; `${" + name + ":-default}` does without"));
        }

        private static String file(String name) throws BadValueException {
            Path path;
            try {
                path = Path.of(name);
            } catch (InvalidPathException invalid) {
                throw new BadValueException(Texts.quote(name) + " isn't a path");
            }
            if (!path.isAbsolute()) {
                throw new BadValueException("the path in `${file:...}` must begin with /, found " + Texts.quote(name));
            }
            if (!Files.isRegularFile(path)) {
                throw new BadValueException("there is no file " + Texts.quote(name));
            }
            return withoutNewline(decoded(name, path));
        }

        private static String decoded(String name, Path path) throws BadValueException {
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
                if (bytes.length > LARGEST_FILE) {
                    throw new BadValueException("the file " + Texts.quote(name) + " is larger than 1MiB");
                }
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException notText) {
                throw new BadValueException("the file " + Texts.quote(name) + " isn't UTF-8");
            } catch (IOException unreadable) {
                throw new BadValueException("the file " + Texts.quote(name) + " can't be read");
            }
        }

        private static String withoutNewline(String text) {
            String cut = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            return cut.endsWith("\r") && cut.length() < text.length() ? cut.substring(0, cut.length() - 1) : cut;
        }
    }
}
