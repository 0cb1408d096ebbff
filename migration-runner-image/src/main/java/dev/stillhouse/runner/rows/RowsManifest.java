package dev.stillhouse.runner.rows;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.SavedTable;
import dev.stillhouse.runner.model.SavedTable.Column;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.store.ManifestFile;
import dev.stillhouse.runner.store.StoredFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside saved rows and says what they are; docs/reference/backup-format.md.
 *
 * @param origin the database
 * @param time when the first of the rows were read, ISO 8601, UTC
 * @param verification what was shown of them before they were changed
 * @param versionTable Alembic's, by schema and name; the schema is absent if only the search path says it
 * @param revisions its rows before the plan
 * @param statements in the order in which they ran
 * @param files one for each statement
 */
public record RowsManifest(
        ServerIdentity origin,
        String time,
        BackupVerification verification,
        VersionTable versionTable,
        List<String> revisions,
        List<SavedStatement> statements,
        List<StoredFile> files) {

    /** A reader that knows those of dumps only refuses it. */
    static final int FORMAT = ManifestFile.ROWS_FORMAT;

    /** Alembic's table. */
    public record VersionTable(@Nullable String schema, String name) {}

    public RowsManifest {
        revisions = List.copyOf(revisions);
        statements = List.copyOf(statements);
        files = List.copyOf(files);
    }

    /** How many there are. */
    public long rows() {
        return statements.stream().mapToLong(SavedStatement::rows).sum();
    }

    /** The tables whose rows are in it, in the order of their names. */
    public List<String> tables() {
        return statements.stream()
                .map(statement -> statement.table().title())
                .distinct()
                .sorted()
                .toList();
    }

    /** The first of them, as a report has them. */
    public List<String> toldTables() {
        return tables().stream().limit(RunReport.Backup.ROWS_OF).toList();
    }

    public long sizeBytes() {
        return files.stream().mapToLong(StoredFile::size).sum();
    }

    /**
     * The backup as a report has it.
     *
     * @param digest of this manifest, once it is stored
     */
    RunReport.Backup told(BackupState state, String location, @Nullable String digest) {
        return new RunReport.Backup(
                state,
                location,
                revisions,
                time,
                digest,
                sizeBytes(),
                tables().size(),
                rows(),
                null,
                BackupScope.Rows,
                toldTables(),
                null,
                null,
                null,
                null);
    }

    public byte[] bytes() {
        return Json.bytes(new JsonObject()
                .put("format", FORMAT)
                .put("scope", BackupScope.Rows.name())
                .put(
                        "database",
                        new JsonObject()
                                .put("systemIdentifier", origin.systemIdentifier())
                                .put("name", origin.database())
                                .put("serverVersion", origin.serverVersion()))
                .put("snapshotTime", time)
                .put("verification", verification.name())
                .put(
                        "versionTables",
                        List.of(new JsonObject()
                                .put("schema", versionTable.schema())
                                .put("name", versionTable.name())
                                .put("rows", revisions)))
                .put("statements", statements.stream().map(RowsManifest::json).toList())
                .put(
                        "files",
                        files.stream()
                                .map(file -> new JsonObject()
                                        .put("name", file.name())
                                        .put("size", file.size())
                                        .put("sha256", file.sha256()))
                                .toList()));
    }

    private static JsonObject json(SavedStatement statement) {
        JsonObject settings = new JsonObject();
        new TreeMap<>(statement.table().settings()).forEach(settings::put);
        return new JsonObject()
                .put("file", statement.file())
                .put("revision", statement.revision())
                .put("schema", statement.table().schema())
                .put("table", statement.table().name())
                .put(
                        "columns",
                        statement.table().columns().stream()
                                .map(column -> new JsonObject()
                                        .put("name", column.name())
                                        .put("type", column.type())
                                        .put("generated", column.generated()))
                                .toList())
                .put("key", statement.table().key())
                .put("settings", settings)
                .put("set", statement.set())
                .put("rows", statement.rows())
                .put("sha256", statement.sha256());
    }

    /** Whether a manifest is one of rows. */
    public static boolean isOne(byte[] json) throws MalformedJson {
        return parsed(json).integer("format") == FORMAT;
    }

    public static RowsManifest read(byte[] json) throws MalformedJson {
        JsonObject manifest = parsed(json);
        JsonObject database = manifest.object("database");
        JsonObject versions = manifest.objects("versionTables").getFirst();
        List<SavedStatement> statements = new ArrayList<>();
        for (JsonObject statement : manifest.objects("statements")) {
            statements.add(statement(statement));
        }
        List<StoredFile> files = new ArrayList<>();
        for (JsonObject file : manifest.objects("files")) {
            files.add(new StoredFile(file.text("name"), file.number("size"), file.text("sha256")));
        }
        return new RowsManifest(
                new ServerIdentity(
                        database.text("name"),
                        database.text("serverVersion"),
                        database.textOrNull("systemIdentifier"),
                        false),
                manifest.text("snapshotTime"),
                manifest.constant("verification", BackupVerification.class),
                new VersionTable(versions.textOrNull("schema"), versions.text("name")),
                versions.texts("rows"),
                statements,
                files);
    }

    private static SavedStatement statement(JsonObject statement) throws MalformedJson {
        List<Column> columns = new ArrayList<>();
        for (JsonObject column : statement.objects("columns")) {
            columns.add(new Column(column.text("name"), column.text("type"), column.flag("generated")));
        }
        return new SavedStatement(
                statement.text("file"),
                statement.text("revision"),
                new SavedTable(
                        statement.text("schema"),
                        statement.text("table"),
                        columns,
                        statement.texts("key"),
                        texts(statement.object("settings"))),
                statement.texts("set"),
                statement.number("rows"),
                statement.text("sha256"));
    }

    private static Map<String, String> texts(JsonObject object) {
        return object.fields().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, field -> field.getValue().toString()));
    }

    private static JsonObject parsed(byte[] json) throws MalformedJson {
        return Json.parse(new String(json, StandardCharsets.UTF_8));
    }
}
