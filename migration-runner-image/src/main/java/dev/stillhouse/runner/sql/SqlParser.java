package dev.stillhouse.runner.sql;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's parser, which gets ready at the first need: a run that parses nothing pays nothing. Threads take turns.
 */
public final class SqlParser {
    private @Nullable Grammar grammar;

    /** Gets ready on a thread of its own, beside whatever else goes on. */
    public static SqlParser inBackground() {
        SqlParser parser = new SqlParser();
        Thread.ofPlatform().daemon().name("sql-parser").start(parser::getReady);
        return parser;
    }

    /** Loads the grammar and parses a first statement, unless that was done before. */
    public synchronized void getReady() {
        if (grammar == null) {
            parse("CREATE TABLE t (id integer PRIMARY KEY)");
        }
    }

    /** A text without any statement is accepted, with no statements. */
    public synchronized Parse parse(String sql) {
        Grammar ready = grammar == null ? new Grammar() : grammar;
        Parse parse = ready.parse(sql);
        grammar = ready.broken() ? null : ready;
        return parse;
    }
}
