package dev.stillhouse.runner.restore;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.LeftOut;
import dev.stillhouse.runner.restore.Target.Occupant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is told of a restore in the end. Pure. */
final class Outcomes {
    private Outcomes() {}

    static String swapped(
            RestoreOrder order,
            Manifest backup,
            Target target,
            DatabaseNames names,
            Set<Occupant> ended,
            NotBroughtBack missing) {
        List<String> sentences = new ArrayList<>();
        sentences.add("The database " + names.database() + " was brought back from " + described(order, backup)
                + ". What was there until now is kept as " + names.kept() + ", with everything that was written since"
                + " the backup. When nobody needs it any more: " + Remarks.drop(List.of(names.kept())));
        if (!ended.isEmpty()) {
            sentences.add(ended.size() == 1 ? "1 session was ended." : ended.size() + " sessions were ended.");
        }
        Remarks.replication(target, names.kept()).ifPresent(sentences::add);
        // The statements name the new database as it was called until now.
        return whole(
                sentences,
                order,
                backup,
                target,
                missing.renamed(Sql.quote(names.fresh()), Sql.quote(names.database()))
                        .sentences(names.kept()));
    }

    static String newDatabase(
            RestoreOrder order, Manifest backup, Target target, DatabaseNames names, NotBroughtBack missing) {
        List<String> sentences = new ArrayList<>();
        sentences.add("The new database " + names.fresh() + " was made from " + described(order, backup) + ". "
                + names.database() + " was not touched.");
        if (backup.unverified() != null && !order.verifiedSince()) {
            sentences.add("The backup could not be verified when it was taken: " + backup.unverified());
        }
        if (!target.rights().becomeOwner()) {
            sentences.add(
                    "It belongs to " + target.user() + ", as that user may not give it to " + target.owner() + ".");
        }
        // What was left out by name is among the notes.
        if (backup.scope() == BackupScope.Tables && backup.excluded() == null) {
            sentences.add("It has the rows of these tables only: " + String.join(", ", Refusals.rowsOf(backup))
                    + ". All others are empty, and materialized views are not filled. Copy the rows from there.");
        }
        if (!backup.leftOut().isEmpty()) {
            sentences.add("As they refer to rows that are not in the backup, these foreign keys were not made: "
                    + Restores.list(
                            backup.leftOut().stream().map(LeftOut::toString).toList()) + ".");
        }
        return whole(sentences, order, backup, target, missing.sentences(names.database()));
    }

    static String inPlace(RestoreOrder order, Manifest backup, List<String> unknown, NotBroughtBack missing) {
        String staying = unknown.isEmpty()
                ? "Nothing else was in it."
                : "What the backup does not know stayed as it was: " + Restores.list(unknown) + ".";
        return "The objects of the database " + order.url().database() + " were replaced from "
                + described(order, backup)
                + ". What was written to them since then is gone. "
                + String.join(
                        " ",
                        Stream.concat(Stream.of(staying), missing.sentences("").stream())
                                .toList());
    }

    private static String whole(
            List<String> sentences, RestoreOrder order, Manifest backup, Target target, List<String> missing) {
        if (!backup.origin().name().equals(order.url().database())) {
            sentences.add(
                    "Note that the backup is of the database " + backup.origin().name() + ".");
        }
        sentences.addAll(missing);
        Remarks.leftovers(target).ifPresent(sentences::add);
        Remarks.keptBefore(target).ifPresent(sentences::add);
        return String.join(" ", sentences);
    }

    private static String described(RestoreOrder order, Manifest backup) {
        int tables = backup.contents().tables().size();
        long rows = backup.contents().rows();
        return "the backup " + order.location() + " as of " + backup.snapshotTime() + ", and is equal to it: " + tables
                + (tables == 1 ? " table, " : " tables, ") + rows + (rows == 1 ? " row" : " rows");
    }

    /** What went wrong; the work that is stopped is a restore here, whatever the part that was told calls itself. */
    static String said(Trouble trouble) {
        return trouble.reason() == Reason.Cancelled
                ? "The restore was stopped before it was complete."
                : trouble.message();
    }

    static String asBefore(DatabaseNames names) {
        return "The database " + names.database() + " is what it was, and the new one was dropped.";
    }

    static String leftBehind(DatabaseNames names, String why) {
        return "The database " + names.database() + " is what it was. The new one could not be dropped (" + why + "): "
                + Remarks.drop(List.of(names.fresh()));
    }

    /** What was restored is complete, and it may have taken hours: it is kept, and the rest can be done by hand. */
    static String notSwapped(DatabaseNames names) {
        return "The database " + names.database() + " is what it was. The restored one is complete and stays beside it"
                + " as " + names.fresh() + ". To swap them by hand, when nobody is connected: "
                + rename(names.database(), names.kept()) + " " + rename(names.fresh(), names.database())
                + " To be rid of it: " + Remarks.drop(List.of(names.fresh()));
    }

    /** What a swap by hand has to see to besides. */
    static String unfinished(String why) {
        return "Its comment, its limit of connections and whether it is a template could not be taken over (" + why
                + "): set them by hand.";
    }

    private static String rename(String from, String to) {
        return "ALTER DATABASE " + Sql.quote(from) + " RENAME TO " + Sql.quote(to) + ";";
    }
}
