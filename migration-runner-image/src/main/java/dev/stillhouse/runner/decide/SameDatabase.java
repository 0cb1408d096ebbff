package dev.stillhouse.runner.decide;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Trouble;
import java.util.Optional;

/** Whether the project's own connection reached the database whose lock the runner holds. */
public final class SameDatabase {
    private SameDatabase() {}

    public static Optional<Trouble> check(ServerIdentity ours, Plan.Connection theirs) {
        if (!ours.database().equals(theirs.database())) {
            return Optional.of(wrong("the database " + theirs.database() + " instead of " + ours.database()));
        }
        String our = ours.systemIdentifier();
        String their = theirs.systemIdentifier();
        if (our != null && their != null && !our.equals(their)) {
            return Optional.of(wrong(elsewhere("on another server", ours, theirs)));
        }
        return Boolean.FALSE.equals(theirs.seesRunner())
                ? Optional.of(wrong(elsewhere(
                        "where the runner's own session is not to be seen: on another server, or on a standby",
                        ours,
                        theirs)))
                : Optional.empty();
    }

    private static String elsewhere(String where, ServerIdentity ours, Plan.Connection theirs) {
        return "a database of the same name, " + ours.database() + ", " + where + " (" + theirs.serverAddress() + ":"
                + theirs.serverPort() + ")";
    }

    private static Trouble wrong(String what) {
        return new Trouble(
                Reason.WrongDatabase,
                "The project's env.py connected to " + what + ", so it was stopped before anything ran. Let env.py take"
                        + " its URL from sqlalchemy.url, or name the environment variable that it reads in"
                        + " spec.project.urlVariable.");
    }
}
