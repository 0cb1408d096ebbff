package dev.stillhouse.runner.catalog;

/** @param contents whether some value is not NULL; only looked at where that was asked */
public record Column(ColumnType type, Contents contents) {
    Column filledFrom(Column earlier) {
        return new Column(type, contents.orIfUnknown(earlier.contents));
    }
}
