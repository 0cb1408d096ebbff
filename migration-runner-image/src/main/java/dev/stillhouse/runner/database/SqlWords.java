package dev.stillhouse.runner.database;

import dev.stillhouse.runner.decide.RowValues;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the server said, in one line and without values of rows. */
public final class SqlWords {
    private SqlWords() {}

    public static String of(SQLException e) {
        return String.join(" ", whole(e).strip().split("\\s+"));
    }

    private static String whole(SQLException e) {
        @Nullable
        ServerErrorMessage said = e instanceof PSQLException ofServer ? ofServer.getServerErrorMessage() : null;
        @Nullable String message = said == null ? e.getMessage() : said.getMessage();
        if (message == null) {
            return e.toString();
        }
        if (said == null) {
            return message;
        }
        StringBuilder words = new StringBuilder();
        words.append(said.getSeverity())
                .append(": ")
                .append(RowValues.message(e.getSQLState(), message, said.getWhere()));
        if (RowValues.mayBeDetailed(e.getSQLState(), message, said.getWhere())) {
            if (said.getDetail() != null) {
                words.append(' ').append(said.getDetail());
            }
            if (said.getHint() != null) {
                words.append(' ').append(said.getHint());
            }
        }
        return words.toString();
    }
}
