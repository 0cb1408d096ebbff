package dev.stillhouse.runner.copies;

import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a database, until it is dropped.
 *
 * @param url as whom it is to be used
 * @param role the role for {@code SET ROLE}
 * @param gaps what is not in it although the database has it
 * @param notes the same for a person, a sentence for each
 * @param end drops it, and says what is left, a sentence
 */
public record Copy(
        DatabaseUrl url, @Nullable String role, Gaps gaps, List<String> notes, Supplier<Optional<String>> end) {
    public Copy {
        notes = List.copyOf(notes);
    }

    /** @return what is left, a sentence */
    public Optional<String> drop() {
        return end.get();
    }
}
