package dev.stillhouse.runner.copies;

import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a database, for as long as this is open.
 *
 * @param url as whom it is to be used
 * @param role the role for {@code SET ROLE}
 * @param gaps what is not in it although the database has it
 * @param notes the same for a person, a sentence for each
 * @param end drops it
 */
public record Copy(DatabaseUrl url, @Nullable String role, Gaps gaps, List<String> notes, Runnable end)
        implements AutoCloseable {
    public Copy {
        notes = List.copyOf(notes);
    }

    @Override
    public void close() {
        end.run();
    }
}
