package dev.stillhouse.runner.restore;

import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.postgres.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person has to know of a restore, and what nobody hinders. Pure. */
final class Remarks {
    private Remarks() {}

    /** @param systemIdentifier of the server, if it may be read */
    static List<String> beforehand(
            RestoreOrder order, Manifest backup, Target target, @Nullable String systemIdentifier) {
        List<String> remarks = new ArrayList<>();
        foreign(order.url().database(), backup.origin(), systemIdentifier).ifPresent(remarks::add);
        if (order.mode() == RestoreMode.Swap && !target.inTheWay().isEmpty()) {
            remarks.add("At the moment the swap would fail: " + Refusals.mayNotEnd(target.inTheWay(), target.user()));
        }
        leftovers(target).ifPresent(remarks::add);
        return remarks;
    }

    /** The backup of another database, which is a reasonable thing to want and a bad one to get by mistake. */
    static Optional<String> foreign(String database, Origin origin, @Nullable String systemIdentifier) {
        boolean otherServer = origin.systemIdentifier() != null
                && systemIdentifier != null
                && !origin.systemIdentifier().equals(systemIdentifier);
        if (origin.name().equals(database) && !otherServer) {
            return Optional.empty();
        }
        return Optional.of("Note that the backup is of another database: of " + origin.name()
                + (otherServer ? " on another server (system identifier " + origin.systemIdentifier() + ")" : "")
                + ".");
    }

    static Optional<String> leftovers(Target target) {
        return target.leftovers().isEmpty()
                ? Optional.empty()
                : Optional.of("An earlier restore did not come to its end and left " + Restores.list(target.leftovers())
                        + ", which nobody needs: " + drop(target.leftovers()));
    }

    /** What the swap does to replication, which PostgreSQL ties to the database and not to its name. */
    static Optional<String> replication(Target target, String kept) {
        return target.replication().isEmpty()
                ? Optional.empty()
                : Optional.of(Restores.list(target.replication()) + " stayed with " + kept
                        + ": make them anew, and drop the old ones, before you drop it.");
    }

    static Optional<String> notTakenOver(List<String> statements) {
        return statements.isEmpty()
                ? Optional.empty()
                : Optional.of("These settings could not be taken over; as a superuser: " + String.join("; ", statements)
                        + ";");
    }

    static Optional<String> notCreated(List<String> statements) {
        return statements.isEmpty()
                ? Optional.empty()
                : Optional.of("But it lacks what the user may not create; connected to it, as a superuser: "
                        + CircumstanceWords.some(statements, " "));
    }

    static Optional<String> keptBefore(Target target) {
        return target.kept().isEmpty()
                ? Optional.empty()
                : Optional.of("Kept from earlier restores: " + Restores.list(target.kept()) + ".");
    }

    static String drop(List<String> databases) {
        return String.join(
                " ",
                databases.stream()
                        .map(name -> "DROP DATABASE " + Sql.quote(name) + ";")
                        .toList());
    }
}
