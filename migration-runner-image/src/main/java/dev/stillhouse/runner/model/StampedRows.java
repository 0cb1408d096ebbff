package dev.stillhouse.runner.model;

import java.util.List;

/** The version rows before and after a stamp, sorted. */
public record StampedRows(List<String> before, List<String> after) {
    public StampedRows {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
