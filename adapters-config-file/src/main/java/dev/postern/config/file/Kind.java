package dev.postern.config.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a key takes. */
sealed interface Kind {
    /** Follows "expected". */
    String expected();

    /** The value of a key that is not written; empty where it must be. */
    Optional<Object> absent();

    record One(ScalarType type) implements Kind {
        @Override
        public String expected() {
            return type.expected();
        }

        @Override
        public Optional<Object> absent() {
            return Optional.empty();
        }
    }

    record Maybe(Kind kind) implements Kind {
        @Override
        public String expected() {
            return kind.expected();
        }

        @Override
        public Optional<Object> absent() {
            return Optional.of(Optional.empty());
        }
    }

    record Many(Kind item) implements Kind {
        @Override
        public String expected() {
            return item.expected() + ", or a list of those";
        }

        @Override
        public Optional<Object> absent() {
            return Optional.of(List.of());
        }
    }

    record Named(Kind value) implements Kind {
        @Override
        public String expected() {
            return "a map from names to values";
        }

        @Override
        public Optional<Object> absent() {
            return Optional.of(Map.of());
        }
    }

    record Keys(RecordSchema schema) implements Kind {
        @Override
        public String expected() {
            String map = "a map with the keys " + String.join(", ", schema.keys());
            return schema.shortForm()
                    .map(field -> field.kind().expected() + ", or " + map)
                    .orElse(map);
        }

        @Override
        public Optional<Object> absent() {
            return schema.defaults().map(Object.class::cast);
        }
    }
}
