package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.runner.contents.BackedUpVersions;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.store.StoredFile;
import java.util.List;

/**
 * What lies beside a dump and says what it is; docs/reference/backup-format.md.
 *
 * @param origin the database
 * @param snapshotTime when the snapshot was taken, ISO 8601, UTC: what was written later is not in the dump
 * @param pgDump version of pg_dump
 * @param compression how the files are compressed
 * @param verification what was shown of the backup before the manifest was written
 * @param notes what that could not show, a sentence for each
 * @param versionRows Alembic's rows
 * @param contents what was read under the dump's own snapshot
 * @param files all files of the dump
 */
public record Manifest(
        Origin origin,
        String snapshotTime,
        String pgDump,
        String compression,
        BackupVerification verification,
        List<String> notes,
        List<BackedUpVersions> versionRows,
        Contents contents,
        List<StoredFile> files) {

    /** A reader refuses others. */
    public static final int FORMAT = 1;

    public Manifest {
        notes = List.copyOf(notes);
        versionRows = List.copyOf(versionRows);
        files = List.copyOf(files);
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

    /** Alembic's rows; of several version tables those of all, without repetition. */
    public List<String> revisions() {
        return versionRows.stream()
                .flatMap(table -> table.rows().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Size of all files. */
    public long sizeBytes() {
        return files.stream().mapToLong(StoredFile::size).sum();
    }
}
