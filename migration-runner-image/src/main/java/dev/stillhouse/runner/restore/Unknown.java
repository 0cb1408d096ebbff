package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.LargeObjects;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.contents.TableContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is in a database and not in a backup: a restore in place leaves it as it is. Pure. */
final class Unknown {
    private static final int TOLD = 20;
    /** What stands by itself; the columns, indexes and constraints of a table come with it. */
    private static final Pattern OF_ITS_OWN = Pattern.compile(
            "(schema|table|view|materialized view|foreign table|sequence|type|function|procedure|aggregate|extension) .*");

    private Unknown() {}

    /** What was found, as far as the backup knows it. */
    static Contents without(Contents backup, Contents found) {
        Set<QualifiedName> tables =
                backup.tables().stream().map(TableContent::table).collect(Collectors.toSet());
        Set<String> subjects = subjects(backup);
        LargeObjects expected = backup.largeObjects();
        return new Contents(
                found.tables().stream()
                        .filter(table -> tables.contains(table.table()))
                        .toList(),
                found.sequences(),
                // Nothing tells one large object from another.
                found.largeObjects().count() > expected.count() ? expected : found.largeObjects(),
                found.schema().stream()
                        .filter(line -> subjects.contains(subject(line)))
                        .toList(),
                found.details(),
                found.expressions());
    }

    /** The things that stayed, some of them if they are many. */
    static List<String> names(Contents backup, Contents found) {
        Set<String> subjects = subjects(backup);
        List<String> unknown = found.schema().stream()
                .map(Unknown::subject)
                .filter(subject -> !subjects.contains(subject)
                        && OF_ITS_OWN.matcher(subject).matches())
                .distinct()
                .toList();
        if (unknown.size() <= TOLD) {
            return unknown;
        }
        List<String> some = new ArrayList<>(unknown.subList(0, TOLD));
        some.add("and " + (unknown.size() - TOLD) + " more");
        return some;
    }

    private static Set<String> subjects(Contents contents) {
        return contents.schema().stream().map(Unknown::subject).collect(Collectors.toSet());
    }

    private static String subject(String line) {
        int tab = line.indexOf('\t');
        return tab < 0 ? line : line.substring(0, tab);
    }
}
