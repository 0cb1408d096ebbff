package dev.stillhouse.operator.cache;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes records apart and puts them together. */
final class RecordParts {
    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private static final ClassValue<Constructor<?>> CONSTRUCTORS = new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
            var types = Arrays.stream(COMPONENTS.get(type))
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            try {
                return type.getDeclaredConstructor(types);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("every record has this constructor: " + type, e);
            }
        }
    };

    private RecordParts() {}

    static @Nullable Object[] of(Record whole) {
        return Arrays.stream(COMPONENTS.get(whole.getClass()))
                .map(component -> read(whole, component))
                .toArray();
    }

    /** A record of the same class, of these parts. */
    static Record like(Record other, @Nullable Object[] parts) {
        try {
            return (Record) CONSTRUCTORS.get(other.getClass()).newInstance(parts);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record of the API is public: " + other.getClass(), e);
        }
    }

    private static @Nullable Object read(Record whole, RecordComponent component) {
        try {
            return component.getAccessor().invoke(whole);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record of the API is public: " + whole.getClass(), e);
        }
    }
}
