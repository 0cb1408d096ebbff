package dev.stillhouse.runner.decide;

import dev.stillhouse.runner.model.Trouble;
import org.jspecify.annotations.Nullable;

/** Sentences about passwords that live for minutes and could not be renewed. */
public final class RenewalWords {
    private RenewalWords() {}

    /** While the run goes on. */
    public static String told(Trouble trouble) {
        return "The database's token could not be renewed, and is asked for again soon. " + trouble.message();
    }

    /** For the end of a run that failed, with a space before it: what failed may have been a connection with an old token. */
    public static String remark(@Nullable Trouble trouble) {
        return trouble == null
                ? ""
                : " The database's token could not be renewed in the end, so that new connections may have been refused. "
                        + trouble.message();
    }
}
