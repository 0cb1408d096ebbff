package dev.stillhouse.runner.decide;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which database it was at some time, so that another one, or an older state of it, is not taken for it.
 *
 * @param systemIdentifier of its server; absent where the user may not read it
 * @param oid its own; absent where nobody has written it down
 * @param timeline of the server's write-ahead log; absent where the user may not read it
 * @param lsn position in that log, {@code 0/16B3748}; absent where the user may not read it
 * @param tables of each table what it is known by
 */
public record Lineage(
        @Nullable String systemIdentifier,
        String database,
        @Nullable Long oid,
        @Nullable String timeline,
        @Nullable String lsn,
        Map<String, String> tables) {
    public Lineage {
        tables = Map.copyOf(tables);
    }

    /**
     * Why a later one does not go on from this one, as a clause about a backup; null if it does.
     *
     * @param now with the tables that are asked about
     */
    @Nullable
    String brokenIn(Lineage now) {
        if (!now.database.equals(database)) {
            return "it is of the database " + database;
        }
        if (now.systemIdentifier == null || systemIdentifier == null) {
            return "the user may not read which server this is (pg_control_system()), so that it may be of another one";
        }
        if (!now.systemIdentifier.equals(systemIdentifier)) {
            return "it is of another server";
        }
        if (oid == null || !oid.equals(now.oid)) {
            return "it is of another database of the same name, in whose place this one was put";
        }
        return back(now);
    }

    private @Nullable String back(Lineage now) {
        if (timeline != null && now.timeline != null && !timeline.equals(now.timeline)) {
            return "the server was brought back to an earlier time since, or another one took its place";
        }
        if (lsn != null && now.lsn != null && position(now.lsn) < position(lsn)) {
            return "the server is at an earlier time than it: its disk was brought back";
        }
        return null;
    }

    /** Which table of a later one is another than in this one, as a clause; null if none is. */
    @Nullable
    String replacedIn(Lineage now) {
        return new TreeMap<>(now.tables)
                .entrySet().stream()
                        .filter(table -> !table.getValue().equals(tables.get(table.getKey())))
                        .findFirst()
                        .map(table ->
                                table.getKey() + " was made anew, emptied or rewritten since, or has got a column")
                        .orElse(null);
    }

    /** Two numbers of 32 bits, in hexadecimal. */
    private static long position(String lsn) {
        String[] halves = lsn.split("/", 2);
        return (Long.parseLong(halves[0], 16) << 32) + Long.parseLong(halves[1], 16);
    }
}
