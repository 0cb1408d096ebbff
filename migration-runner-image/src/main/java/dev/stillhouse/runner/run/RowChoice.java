package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.contents.PlainRows;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.RowLosses;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Whether rows are saved one by one while the plan is applied, where that was asked for. */
sealed interface RowChoice {
    /** Each has a file, and the manifest is written again with each. */
    int MOST = 100;

    record Saved(List<RowLoss> statements) implements RowChoice {}

    /** @param why a clause */
    record NotByRow(String why) implements RowChoice {}

    /** Empty if nobody asked for it. */
    static Optional<RowChoice> of(RunState state, RunRequest.Backup backup, DatabaseUrl url) {
        if (backup.scope() != BackupScope.Rows) {
            return Optional.empty();
        }
        return Optional.of(
                switch (state.reviewed().rows()) {
                    case RowLosses.Unknown(String why) -> new NotByRow(why);
                    case RowLosses.Known(List<RowLoss> statements) ->
                        statements.size() > MOST
                                ? new NotByRow("there are more than " + MOST + " statements that change some")
                                : obstacle(state, url, statements)
                                        .<RowChoice>map(NotByRow::new)
                                        .orElseGet(() -> new Saved(statements));
                });
    }

    private static Optional<String> obstacle(RunState state, DatabaseUrl url, List<RowLoss> statements) {
        return NeutralSession.open(
                        url, state.request().session().role(), SessionName.of(state.request()), new Cancellation())
                .fold(
                        session -> {
                            try (session) {
                                return PlainRows.obstacle(
                                        session, state.reviewed().losses(), statements);
                            } catch (SQLException e) {
                                return Optional.of("the server did not tell of the tables: " + SqlWords.of(e));
                            }
                        },
                        trouble -> Optional.of("the server did not tell of the tables: " + trouble.message()));
    }
}
