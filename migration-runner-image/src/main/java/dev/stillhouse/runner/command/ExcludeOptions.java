package dev.stillhouse.runner.command;

import dev.stillhouse.runner.contents.Exclusion;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Whose rows a backup is not to have. */
final class ExcludeOptions {
    @Option(
            names = "--exclude-schema",
            paramLabel = "NAME",
            description =
                    "Leaves out the rows of all tables in this schema; their definitions stay. Can be given several"
                            + " times.")
    List<String> schemas = List.of();

    @Option(
            names = "--exclude-table",
            paramLabel = "SCHEMA.NAME",
            description = "Leaves out the rows of this table. Can be given several times.")
    List<String> tables = List.of();

    @Option(
            names = "--exclude-extension",
            paramLabel = "NAME",
            description =
                    "Leaves out the rows that users have in tables of this extension. Can be given several times.")
    List<String> extensions = List.of();

    Exclusion exclusion() {
        return new Exclusion(Set.copyOf(schemas), Set.copyOf(tables), Set.copyOf(extensions));
    }
}
