package dev.stillhouse.runner.sql;

/**
 * One statement.
 *
 * @param tree what PostgreSQL's grammar made of it; its kind is a {@code …Stmt} of PostgreSQL
 * @param text as it was written, without the semicolon
 */
public record Statement(Node tree, String text) {}
