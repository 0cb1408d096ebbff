package dev.stillhouse.runner.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A backend of the project waits for a lock that another backend holds. What PostgreSQL hides from the user is absent.
 *
 * @param waitingFor the table, or the kind of lock, that is waited for
 * @param pid the backend in the way
 * @param since when its present state or statement began
 * @param seconds how long that is
 * @param own the backend in the way is one of the project's own too
 */
public record Blockage(
        String waitingFor,
        int pid,
        @Nullable String applicationName,
        @Nullable String user,
        @Nullable String client,
        @Nullable String state,
        @Nullable String since,
        @Nullable Long seconds,
        boolean own) {

    /** True if both say the same but for the time that went by. */
    public boolean sameAs(Blockage other) {
        return pid == other.pid
                && waitingFor.equals(other.waitingFor)
                && Objects.equals(state, other.state)
                && Objects.equals(since, other.since);
    }

    public String describe() {
        StringBuilder text = new StringBuilder("waits for ").append(waitingFor);
        if (own) {
            return text.append(", which another connection of this same run holds (backend ")
                    .append(pid)
                    .append(
                            "). A revision that opens a connection of its own cannot touch what the run has changed and")
                    .append(" not committed: let it use op.get_bind().")
                    .toString();
        }
        text.append(", which backend ").append(pid).append(" holds");
        if (applicationName != null && !applicationName.isEmpty()) {
            text.append(": application ").append(applicationName);
        }
        if (user != null) {
            text.append(", user ").append(user);
        }
        if (client != null) {
            text.append(" from ").append(client);
        }
        if (state != null) {
            text.append(", ").append(state);
        }
        if (since != null) {
            text.append(" since ").append(since);
        }
        if (seconds != null) {
            text.append(" (").append(seconds).append(" s)");
        }
        return text.append(". To end it: SELECT pg_terminate_backend(")
                .append(pid)
                .append(").")
                .toString();
    }
}
