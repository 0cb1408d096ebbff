package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.fingerprint.CircumstanceDifference;
import dev.stillhouse.runner.fingerprint.CircumstanceReader;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares what is so of a restored database beside its contents, above all who may do what in it. pg_restore passes over
 * most of what it cannot bring back without a word: grants by somebody who is not the owner are but warnings.
 */
final class CircumstanceCheck {
    private final RestoreOrder order;
    private final Consumer<String> messages;
    private final Cancellation cancellation;

    CircumstanceCheck(RestoreOrder order, Consumer<String> messages, Cancellation cancellation) {
        this.order = order;
        this.messages = messages;
        this.cancellation = cancellation;
    }

    /**
     * Puts privileges right as far as the user may.
     *
     * @return what is still not as it was when the backup was taken
     */
    Result<List<CircumstanceDifference>> putRight(DatabaseUrl restored, Manifest backup) {
        if (backup.circumstances().isEmpty()) {
            messages.accept("The backup does not say who might do what in the database, so that it is not compared.");
            return Result.ok(List.of());
        }
        return session(restored, session -> {
            List<CircumstanceDifference> different =
                    CircumstanceDifference.between(backup.circumstances(), CircumstanceReader.read(session));
            List<String> remedies = CircumstanceWords.remedies(different);
            if (remedies.isEmpty()) {
                return different;
            }
            messages.accept(
                    "Not all is as in the backup; putting it right: " + CircumstanceWords.some(remedies, "; ") + ".");
            remedies.forEach(statement -> attempt(session, statement));
            List<CircumstanceDifference> still =
                    CircumstanceDifference.between(backup.circumstances(), CircumstanceReader.read(session));
            // The report names a few.
            CircumstanceWords.remedies(still)
                    .forEach(statement ->
                            messages.accept("Still to be done, as the owner or a superuser: " + statement + ";"));
            return still;
        });
    }

    private void attempt(NeutralSession session, String statement) {
        try {
            session.execute(statement);
        } catch (SQLException e) {
            messages.accept(statement + ": " + SqlWords.of(e) + ".");
        }
    }

    /** What is other in the restored database than in the one that it replaces, in whatever both have. */
    Result<List<CircumstanceDifference>> since(DatabaseUrl replaced, DatabaseUrl restored, Manifest backup) {
        return read(replaced)
                .then(before -> read(restored)
                        .then(after -> Result.ok(
                                CircumstanceDifference.between(backup.comparable(before), backup.comparable(after)))));
    }

    private Result<List<Circumstance>> read(DatabaseUrl url) {
        return session(url, CircumstanceReader::read);
    }

    /** Why the restored database must not take the other's place: somebody could do in it what the backup's did not allow. */
    static Optional<Trouble> refusal(List<CircumstanceDifference> unlike, String restored, String user) {
        List<CircumstanceDifference> loose =
                unlike.stream().filter(CircumstanceDifference::loosens).toList();
        return loose.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trouble(
                        Reason.BackupNotPermitted, CircumstanceWords.refused(loose, unlike, restored, user)));
    }

    private interface Work<T> {
        T in(NeutralSession session) throws SQLException;
    }

    private <T> Result<T> session(DatabaseUrl url, Work<T> work) {
        return NeutralSession.open(url, order.role(), order.applicationName(), cancellation)
                .then(session -> {
                    try (session) {
                        return Result.ok(work.in(session));
                    } catch (SQLException e) {
                        return cancellation.requested()
                                ? Result.failed(Cancellation.trouble())
                                : Result.failed(
                                        Reason.RestoreFailed,
                                        "Who may do what in " + url.database() + " cannot be read: " + SqlWords.of(e)
                                                + ".");
                    }
                });
    }
}
