package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Trouble;
import java.util.Optional;

/** A restore replaces data. The person says which database is meant, and it has to be the one that the URL leads to. */
public final class Confirmation {
    private Confirmation() {}

    /** @param database the database that would be replaced or changed */
    public static Optional<Trouble> check(RestoreOrder order, String database) {
        if (order.confirm().equals(database)) {
            return Optional.empty();
        }
        return Optional.of(new Trouble(
                Reason.RestoreNotConfirmed,
                "The restore confirms the database \"" + order.confirm() + "\", and the URL leads to \"" + database
                        + "\" (" + order.url().place() + "). Nothing was touched. If " + database
                        + " is the one to bring back, let the confirmation (spec.restore.confirm, --confirm) say"
                        + " exactly that name."));
    }
}
