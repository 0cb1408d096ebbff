package dev.stillhouse.runner.postgres;

import dev.stillhouse.runner.database.Sql;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a dump's table of contents.
 *
 * @param line as pg_restore lists it, and takes it with {@code --use-list}
 * @param dataOnly whether it has no object of its own but fills one
 * @param what kind, schema or a hyphen, name and owner, with a blank between two of them and any number of them within
 */
public record ArchiveEntry(String line, boolean dataOnly, String what) {
    private static final Pattern LINE = Pattern.compile("[0-9]+; (?<catalog>[0-9]+) [0-9]+ (?<what>.+)");
    private static final String REFRESH = "MATERIALIZED VIEW DATA ";
    private static final Pattern EVENT_TRIGGER = Pattern.compile("(?:(?:COMMENT|SECURITY LABEL) - )?EVENT TRIGGER .*");
    private static final Pattern PUBLICATION = Pattern.compile("(?:(?:COMMENT|SECURITY LABEL) - )?PUBLICATION .*");

    private static final Pattern COMMENT_OF_PUBLIC = Pattern.compile("COMMENT - SCHEMA (?:public|\"public\") .*");

    /** Empty for what pg_restore says besides. */
    static Optional<ArchiveEntry> of(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(new ArchiveEntry(line, matcher.group("catalog").equals("0"), matcher.group("what")))
                : Optional.empty();
    }

    boolean is(String kind) {
        return what.startsWith(kind + " ");
    }

    /** Whether it creates an event trigger, or says something of one. */
    public boolean ofEventTrigger() {
        return EVENT_TRIGGER.matcher(what).matches();
    }

    public boolean isSchema() {
        return is("SCHEMA");
    }

    /** Whether it creates something, or says something of it, that nothing else in the dump depends on and not everybody may create. */
    public boolean isOfLeaf() {
        return ofEventTrigger() || PUBLICATION.matcher(what).matches();
    }

    /** Whether it is what a role grants on things that it creates later. */
    public boolean isOfDefaultPrivileges() {
        return is("DEFAULT ACL");
    }

    /**
     * To which of these roles it belongs. The line ends with the name, which may have blanks in it: of two with the same end it
     * is the longer one.
     */
    public Optional<String> owner(Collection<String> roles) {
        return roles.stream()
                .filter(role -> what.endsWith(" " + oneLine(role)))
                .max(Comparator.comparingInt(String::length));
    }

    /** Whether it is the comment of the schema public, which every new database has. */
    public boolean isCommentOfPublic() {
        return COMMENT_OF_PUBLIC.matcher(what).matches();
    }

    /** Whether it makes this foreign key, or says something of it. */
    boolean ofForeignKey(String schema, String table, String key) {
        return what.startsWith("FK CONSTRAINT " + oneLine(schema) + " " + oneLine(table) + " " + oneLine(key) + " ")
                || what.startsWith("COMMENT " + oneLine(schema) + " CONSTRAINT " + oneLine(Sql.quote(key)) + " ON "
                        + oneLine(Sql.quote(table)) + " ");
    }

    /** Whether it fills a materialized view. */
    boolean refreshes() {
        return dataOnly && what.startsWith(REFRESH);
    }

    /** Whether it fills this materialized view. */
    boolean refreshes(String schema, String view) {
        return refreshes() && what.startsWith(REFRESH + oneLine(schema) + " " + oneLine(view) + " ");
    }

    /** Whether it fills this table, or sets this sequence. */
    boolean fills(String schema, String name) {
        return fillsIn(schema, oneLine(name) + " ");
    }

    /** Whether it makes this extension, or fills something in a schema that is the extension's own. */
    boolean ofExtension(String extension, String schema) {
        return is("EXTENSION - " + extension) || is("COMMENT - EXTENSION " + extension) || fillsIn(schema, "");
    }

    private boolean fillsIn(String schema, String rest) {
        return what.startsWith("TABLE DATA " + oneLine(schema) + " " + rest)
                || what.startsWith("SEQUENCE SET " + oneLine(schema) + " " + rest);
    }

    private static String oneLine(String name) {
        return name.replace('\n', ' ').replace('\r', ' ');
    }
}
