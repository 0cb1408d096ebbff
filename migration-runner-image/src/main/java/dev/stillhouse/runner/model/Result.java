package dev.stillhouse.runner.model;

import dev.stillhouse.report.Reason;
import java.util.function.Function;

/** A value, or the trouble that there was in getting it. */
public sealed interface Result<T> {

    /** It worked. */
    record Ok<T>(T value) implements Result<T> {}

    /** It did not. */
    record Failed<T>(Trouble trouble) implements Result<T> {}

    static <T> Result<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Result<T> failed(Trouble trouble) {
        return new Failed<>(trouble);
    }

    static <T> Result<T> failed(Reason reason, String message) {
        return new Failed<>(new Trouble(reason, message));
    }

    default <R> Result<R> then(Function<T, Result<R>> next) {
        return switch (this) {
            case Ok<T>(T value) -> next.apply(value);
            case Failed<T>(Trouble trouble) -> new Failed<>(trouble);
        };
    }
}
