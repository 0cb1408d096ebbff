package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.Reason;
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
        boolean ofSome = order.scope() == BackupScope.Tables;
        if (!ofSome && !snapshot.isExcluding()) {
            return Result.ok(new Selection.All(""));
        }
        if (tools.major() < FILTERS_SINCE) {
            return all(
                    snapshot,
                    "pg_dump " + tools.version() + " cannot leave rows out; that of " + FILTERS_SINCE + " can");
        }
        return snapshot.select(order.losses(), versions, ofSome, origin.bytes())
                .then(selection -> isNameable(selection, origin)
                        ? Result.ok(selection)
                        : all(
                                snapshot,
                                "a table has a name that pg_dump cannot be told in the encoding " + origin.encoding()));
    }

    /** What was to be left out is not read: it may be what the user may not read. */
    private static Result<Selection> all(Snapshot snapshot, String why) {
        return snapshot.isExcluding()
                ? Result.failed(
                        Reason.ExclusionRefused,
                        "What spec.backup.exclude names cannot be left out of a backup: " + why
                                + ". Take a newer runner image, or empty spec.backup.exclude.")
                : Result.ok(new Selection.All(why));
    }

    /** pg_dump takes names in the database's encoding. */
    private static boolean isNameable(Selection selection, Origin origin) {
        return origin.encoding().equals("UTF8")
                || !(selection instanceof Selection.Some some)
                || Stream.concat(some.without().stream(), some.undefined().stream())
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
