package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.runner.contents.BackedUpVersions;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.contents.Selection;
import dev.stillhouse.runner.contents.Snapshot;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.PgTools;
import java.util.List;
import java.util.stream.Stream;

/** Chooses whose rows a backup has: those of some tables only where that was asked for, is safe, and can be done. */
final class ChosenRows {
    /** The first pg_dump that reads from a file what to leave out. */
    private static final int FILTERS_SINCE = 17;

    private final PgTools tools;

    ChosenRows(PgTools tools) {
        this.tools = tools;
    }

    Result<Selection> of(BackupOrder order, Snapshot snapshot, Origin origin, List<BackedUpVersions> versions) {
        if (order.scope() == BackupScope.Database) {
            return Result.ok(new Selection.All(""));
        }
        if (tools.major() < FILTERS_SINCE) {
            return all("pg_dump " + tools.version() + " cannot leave rows out; that of " + FILTERS_SINCE + " can");
        }
        return snapshot.select(order.losses(), versions)
                .then(selection -> isNameable(selection, origin)
                        ? Result.ok(selection)
                        : all("a table has a name that pg_dump cannot be told in the encoding " + origin.encoding()));
    }

    private static Result<Selection> all(String why) {
        return Result.ok(new Selection.All(why));
    }

    /** pg_dump takes names in the database's encoding. */
    private static boolean isNameable(Selection selection, Origin origin) {
        return origin.encoding().equals("UTF8")
                || !(selection instanceof Selection.Some some)
                || some.without().stream()
                        .flatMap(table -> Stream.of(table.schema(), table.name()))
                        .allMatch(name -> name.chars().allMatch(letter -> letter < 128));
    }

    /** Size of what is dumped, without indexes. */
    static long dataBytes(Selection selection, Snapshot snapshot) {
        return selection instanceof Selection.Some some ? some.dataBytes() : snapshot.dataBytes();
    }

    /** As pg_dump's names. */
    static List<String> quoted(List<QualifiedName> tables) {
        return tables.stream().map(QualifiedName::quoted).toList();
    }
}
