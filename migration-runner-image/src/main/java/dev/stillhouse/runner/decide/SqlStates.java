package dev.stillhouse.runner.decide;

import dev.stillhouse.report.Reason;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's error codes mean for a run. */
public final class SqlStates {
    private SqlStates() {}

    /** The reason for a connection that was not made. */
    public static Reason connecting(@Nullable String sqlState) {
        if (sqlState == null) {
            return Reason.ConnectionFailed;
        }
        return switch (sqlState) {
            // invalid_authorization_specification, invalid_password, insufficient_privilege
            case "28000", "28P01", "42501" -> Reason.AuthenticationFailed;
            default -> Reason.ConnectionFailed;
        };
    }

    /** The reason for a statement that failed; {@code told} unless the code says more. */
    public static Reason running(Reason told, @Nullable String sqlState) {
        if (told != Reason.StatementFailed || sqlState == null) {
            return told;
        }
        return switch (sqlState) {
            case "55P03" -> Reason.LockTimeout;
            // admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout
            case "57P01", "57P02", "57P03", "57P05" -> Reason.ConnectionFailed;
            default -> byClass(sqlState);
        };
    }

    /** Whether a server could not serve at that moment, whatever it was asked: the same may be possible soon. */
    public static boolean passes(@Nullable String sqlState) {
        // connection_exception, operator_intervention, too_many_connections; the driver's own failures may have none
        return sqlState == null || sqlState.startsWith("08") || sqlState.startsWith("57") || sqlState.equals("53300");
    }

    private static Reason byClass(String sqlState) {
        if (sqlState.startsWith("40")) {
            return Reason.TransactionConflict;
        }
        return sqlState.startsWith("08") ? Reason.ConnectionFailed : Reason.StatementFailed;
    }
}
