/**
 * PostgreSQL's own parser: SQL in, statements as trees out. The parser is libpg_query, a WebAssembly module that is compiled
 * to Java classes when the runner is built (docs/decisions/0010-postgresql-parser.md). Nothing of it is loaded before the
 * first call of {@link dev.stillhouse.runner.sql.SqlParser#getReady()} or {@link
 * dev.stillhouse.runner.sql.SqlParser#parse(String)}.
 */
@NullMarked
package dev.stillhouse.runner.sql;

import org.jspecify.annotations.NullMarked;
