package dev.stillhouse.runner.run;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.contents.Exclusion;
import java.util.Set;

/** What a request wants to have left out of its backup. */
final class Excludes {
    private Excludes() {}

    static Exclusion of(RunRequest.Backup backup) {
        RunRequest.Exclude exclude = backup.exclude();
        return exclude == null
                ? Exclusion.NONE
                : new Exclusion(
                        Set.copyOf(exclude.schemas()), Set.copyOf(exclude.tables()), Set.copyOf(exclude.extensions()));
    }
}
