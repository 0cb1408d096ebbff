package dev.stillhouse.runner.model;

import org.jspecify.annotations.Nullable;

/**
 * Which database the runner's own connection reached.
 *
 * @param systemIdentifier of {@code pg_control_system()}; absent where the user may not read it
 * @param readOnly a standby, or a database that is set to read-only transactions
 */
public record ServerIdentity(
        String database, String serverVersion, @Nullable String systemIdentifier, boolean readOnly) {}
