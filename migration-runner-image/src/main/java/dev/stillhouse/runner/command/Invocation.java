package dev.stillhouse.runner.command;

import dev.stillhouse.runner.login.Renewals;
import dev.stillhouse.runner.run.Journal;
import dev.stillhouse.runner.run.Stop;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Clock;
import java.util.Map;

/**
 * What a command has while it works.
 *
 * @param environment the variables of the process
 * @param terminal where to tell what is going on
 * @param stop requested by Ctrl-C
 * @param before options that stood before the command
 */
record Invocation(Map<String, String> environment, Terminal terminal, Stop stop, AlembicOptions before) {

    /** What tells on the terminal of a run, for which the user of this URL logs in. */
    Journal journal(DatabaseUrl url) {
        Journal journal = new Journal(terminal, Clock.systemUTC());
        Renewals.heardBy(journal);
        journal.hide(url.secrets());
        return journal;
    }
}
