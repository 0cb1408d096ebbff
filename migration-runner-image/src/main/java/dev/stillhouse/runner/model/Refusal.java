package dev.stillhouse.runner.model;

import org.jspecify.annotations.Nullable;

/**
 * The bridge's answer when it could not do what was asked.
 *
 * @param reason a word of the protocol's table of errors
 * @param message whole sentences for a person
 * @param steps steps that had finished
 */
public record Refusal(
        String reason,
        @Nullable String message,
        @Nullable String detail,
        @Nullable String revision,
        @Nullable String file,
        @Nullable Integer line,
        @Nullable String exception,
        @Nullable String sqlState,
        @Nullable String statement,
        @Nullable Integer steps) {}
