package dev.stillhouse.runner.contents;

/**
 * What is in a table.
 *
 * @param hash sum over its rows of a 64-bit hash of each: independent of their order, and as a number without bound not
 *     blind to a row that is there twice
 */
public record TableContent(QualifiedName table, long rows, String hash) {}
