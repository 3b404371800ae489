package dev.postern.config.file;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.Bounds;
import dev.postern.domain.config.Default;
import dev.postern.domain.config.Expectation;
import dev.postern.domain.config.LogCondition;
import dev.postern.domain.config.Network;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.Size;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a component of the model's records takes, from its type and annotations. */
final class Kinds {
    private static final Map<Class<?>, ScalarType> SCALARS = Map.ofEntries(
            Map.entry(String.class, new PlainValues.Text()),
            Map.entry(boolean.class, new PlainValues.Truth()),
            Map.entry(Boolean.class, new PlainValues.Truth()),
            Map.entry(Duration.class, new Durations()),
            Map.entry(Size.class, new Sizes()),
            Map.entry(Address.class, new Addresses()),
            Map.entry(Network.class, new Networks()),
            Map.entry(Percent.class, new PlainValues.Share()),
            Map.entry(Expectation.class, new PlainValues.Expected()),
            Map.entry(LogCondition.class, new LogConditions()));

    private Kinds() {}

    static Kind of(RecordComponent component) {
        return of(component.getGenericType(), component.getAnnotation(Bounds.class));
    }

    private static Kind of(Type type, @Nullable Bounds bounds) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Kind last = of(arguments[arguments.length - 1], bounds);
            if (generic.getRawType() == Optional.class) {
                return new Kind.Maybe(last);
            }
            if (generic.getRawType() == List.class) {
                return new Kind.Many(last);
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return new Kind.Named(last);
            }
        }
        if (type instanceof Class<?> plain) {
            return of(plain, bounds);
        }
        throw new IllegalArgumentException("a configuration record can't hold a " + type.getTypeName());
    }

    private static Kind of(Class<?> type, @Nullable Bounds bounds) {
        if (type == int.class || type == Integer.class) {
            return new Kind.One(
                    bounds == null
                            ? new PlainValues.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE)
                            : new PlainValues.Whole(bounds.min(), bounds.max()));
        }
        if (type.isEnum()) {
            return new Kind.One(new Choices(type));
        }
        if (type.isRecord() && !SCALARS.containsKey(type)) {
            return new Kind.Keys(RecordSchema.of(type.asSubclass(Record.class)));
        }
        ScalarType scalar = SCALARS.get(type);
        if (scalar == null) {
            throw new IllegalArgumentException("a configuration record can't hold a " + type.getName());
        }
        return new Kind.One(scalar);
    }

    static Optional<Object> whenAbsent(RecordComponent component, Kind kind) {
        Default written = component.getAnnotation(Default.class);
        try {
            return written == null ? kind.absent() : Optional.of(value(kind, written.value()));
        } catch (BadValueException wrong) {
            throw new IllegalArgumentException("the default of " + component + ": " + written.value(), wrong);
        }
    }

    private static Object value(Kind kind, String text) throws BadValueException {
        return switch (kind) {
            case Kind.One one -> one.type().parse(text);
            case Kind.Maybe maybe -> Optional.of(value(maybe.kind(), text));
            case Kind.Many many -> {
                List<Object> items = new ArrayList<>();
                for (String item : text.split(", ", -1)) {
                    items.add(value(many.item(), item));
                }
                yield List.copyOf(items);
            }
            case Kind.Named _, Kind.Keys _ -> throw new BadValueException("");
        };
    }
}
