package dev.stillhouse.runner.copies;

import dev.stillhouse.runner.postgres.LeftOut;
import dev.stillhouse.runner.postgres.Origin;
import java.nio.file.Path;
import java.util.List;

/**
 * A copy to be made of a dump.
 *
 * @param origin what was dumped
 * @param bytes what the copy takes on a server's disk, about
 * @param foreignKeys those that are not made, as the rows that they refer to are not in the dump
 * @param ofSomeRows whether the dump has the rows of some tables only
 * @param jobs tables and indexes that are restored at the same time
 */
public record CopyOrder(Origin origin, Path dump, long bytes, List<LeftOut> foreignKeys, boolean ofSomeRows, int jobs) {
    public CopyOrder {
        foreignKeys = List.copyOf(foreignKeys);
    }
}
