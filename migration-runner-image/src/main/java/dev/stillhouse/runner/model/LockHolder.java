package dev.stillhouse.runner.model;

import org.jspecify.annotations.Nullable;

/** The session that holds the advisory lock of a database. {@code since} is when that session began. */
public record LockHolder(
        int pid,
        @Nullable String applicationName,
        @Nullable String user,
        @Nullable String client,
        @Nullable String since) {

    public String describe() {
        StringBuilder text = new StringBuilder("backend ").append(pid);
        if (applicationName != null && !applicationName.isEmpty()) {
            text.append(" (").append(applicationName).append(')');
        }
        if (user != null) {
            text.append(", user ").append(user);
        }
        if (client != null) {
            text.append(" from ").append(client);
        }
        if (since != null) {
            text.append(", connected since ").append(since);
        }
        return text.toString();
    }
}
