package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.runner.contents.BackedUpVersions;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.ExcludedNames;
import dev.stillhouse.runner.contents.Identity;
import dev.stillhouse.runner.contents.PartialContents;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.postgres.LeftOut;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.store.StoredFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside a dump and says what it is; docs/reference/backup-format.md.
 *
 * @param origin the database
 * @param snapshotTime when the snapshot was taken, ISO 8601, UTC: what was written later is not in the dump
 * @param pgDump version of pg_dump
 * @param compression how the files are compressed
 * @param verification what was shown of the backup before the manifest was written
 * @param unverified why it could not be verified when it was taken, if so
 * @param notes what hinders its restore, what it does not hold, what was not shown of it: a sentence for each
 * @param versionRows Alembic's rows
 * @param contents what was read under the dump's own snapshot
 * @param circumstances what was so of the database beside its contents; empty in a backup that does not say it
 * @param partial what is missing, if the dump has not the rows of all tables; those are the tables of the contents
 * @param files all files of the dump
 * @param written how many rows of each table had been written by the time of the snapshot, as the server counts them; absent
 *     where it did not tell
 * @param identity by what the database and its tables are known; absent in a backup that does not say it
 */
public record Manifest(
        Origin origin,
        String snapshotTime,
        String pgDump,
        String compression,
        BackupVerification verification,
        @Nullable String unverified,
        List<String> notes,
        List<BackedUpVersions> versionRows,
        Contents contents,
        List<Circumstance> circumstances,
        @Nullable PartialContents partial,
        List<StoredFile> files,
        @Nullable Map<QualifiedName, Long> written,
        @Nullable Identity identity) {

    /** A reader refuses newer ones. */
    public static final int NEWEST_FORMAT = 2;

    /** Of the whole database. */
    static final int FORMAT = 1;

    /** Of some tables, or of all but a few: a reader that knows the first format only would take it for the whole. */
    static final int PARTIAL_FORMAT = 2;

    public Manifest {
        notes = List.copyOf(notes);
        versionRows = List.copyOf(versionRows);
        circumstances = List.copyOf(circumstances);
        files = List.copyOf(files);
        written = written == null ? null : Map.copyOf(written);
    }

    /** Of which format a manifest is, whether it is one that can be read or not. */
    public static int format(byte[] json) throws MalformedJson {
        return ManifestReader.format(json);
    }

    public static Manifest read(byte[] json) throws MalformedJson {
        return ManifestReader.read(json);
    }

    public byte[] bytes() {
        return ManifestWriter.write(this);
    }

    public BackupScope scope() {
        return partial == null ? BackupScope.Database : BackupScope.Tables;
    }

    /** The tables whose rows are in it, as a report has them; null if those of all are, or of all but a few. */
    public @Nullable List<String> rowsOf() {
        return partial == null || partial.excluded() != null ? null : RowsOf.names(contents);
    }

    /** What a copy has to be like. */
    public Contents expected() {
        return partial == null ? contents : partial.expected(contents);
    }

    /** What of a copy can be compared with that. */
    public Contents comparable(Contents copy) {
        return partial == null ? copy : partial.comparable(contents, copy);
    }

    /** What was left out of it as somebody wanted; null if nothing was. */
    public @Nullable ExcludedNames excluded() {
        return partial == null ? null : partial.excluded();
    }

    /** The same of what is so beside the contents: there are no large objects in a copy without their rows. */
    public List<Circumstance> comparable(List<Circumstance> copy) {
        return partial == null ? copy : partial.without(copy);
    }

    /** The foreign keys that cannot be made in a copy. */
    public List<LeftOut> leftOut() {
        return partial == null ? List.of() : partial.leftOut();
    }

    /** Size that a copy takes on a server's disk, about. */
    public long copyBytes() {
        return partial == null ? origin.bytes() : partial.bytes();
    }

    /** Alembic's rows; of several version tables those of all, without repetition. */
    public List<String> revisions() {
        return versionRows.stream()
                .flatMap(table -> table.rows().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** As many of the notes as a status holds; absent if there is none. */
    public @Nullable List<String> toldNotes() {
        return notes.isEmpty() ? null : BackupNotes.told(notes);
    }

    /** Size of all files. */
    public long sizeBytes() {
        return files.stream().mapToLong(StoredFile::size).sum();
    }
}
