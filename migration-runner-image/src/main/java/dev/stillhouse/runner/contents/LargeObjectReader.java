package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;

/** Reads the large objects in pieces, on the server: one of them can be larger than a value may be. */
final class LargeObjectReader {
    private static final String QUERY = """
            SELECT count(DISTINCT m.oid),
                coalesce(sum(hashtextextended(
                    m.oid::text || ':' || piece::text || ':'
                        || encode(lo_get(m.oid, piece * 262144, 262144), 'hex') COLLATE "C", 0)), 0)::text
            FROM (SELECT oid, size, lo_close(fd)
                FROM (SELECT oid, fd, lo_lseek64(fd, 0, 2) AS size
                    FROM (SELECT oid, lo_open(oid, 262144) AS fd FROM pg_catalog.pg_largeobject_metadata OFFSET 0) opened
                    OFFSET 0) measured
                OFFSET 0) m,
                LATERAL generate_series(0, m.size / 262144) AS piece
            """;

    private LargeObjectReader() {}

    static LargeObjects read(NeutralSession session) throws SQLException {
        return session.one(QUERY, row -> new LargeObjects(row.getLong(1), row.getString(2)));
    }
}
