package dev.stillhouse.runner.backup;

import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.ExcludedNames;
import dev.stillhouse.runner.contents.PartialContents;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.contents.SequenceContent;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Sha256;
import dev.stillhouse.runner.postgres.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a manifest. */
final class ManifestWriter {
    private ManifestWriter() {}

    static byte[] write(Manifest manifest) {
        Contents contents = manifest.contents();
        return Json.bytes(new JsonObject()
                .put("format", manifest.partial() == null ? Manifest.FORMAT : Manifest.PARTIAL_FORMAT)
                .put("scope", manifest.scope().name())
                .put("database", origin(manifest.origin()))
                .put("snapshotTime", manifest.snapshotTime())
                .put("pgDump", manifest.pgDump())
                .put("compression", manifest.compression())
                .put("verification", manifest.verification().name())
                .put("unverified", manifest.unverified())
                .put("notes", manifest.notes())
                .put("partial", partial(manifest.partial()))
                .put(
                        "versionTables",
                        manifest.versionRows().stream()
                                .map(table -> named(table.table()).put("rows", table.rows()))
                                .toList())
                .put(
                        "tables",
                        contents.tables().stream()
                                .map(table -> named(table.table())
                                        .put("rows", table.rows())
                                        .put("hash", table.hash()))
                                .toList())
                .put(
                        "sequences",
                        contents.sequences().stream()
                                .map(ManifestWriter::sequence)
                                .toList())
                .put(
                        "largeObjects",
                        new JsonObject()
                                .put("count", contents.largeObjects().count())
                                .put("hash", contents.largeObjects().hash()))
                .put("schemaDigest", digest(contents.schema()))
                .put("schema", contents.schema())
                .put("facts", contents.details())
                .put(ManifestExpressions.FIELD, ManifestExpressions.write(contents.expressions()))
                .put(ManifestCircumstances.FIELD, ManifestCircumstances.write(manifest.circumstances()))
                .put(
                        "files",
                        manifest.files().stream()
                                .map(file -> new JsonObject()
                                        .put("name", file.name())
                                        .put("size", file.size())
                                        .put("sha256", file.sha256()))
                                .toList())
                .put("written", written(manifest.written()))
                .put(ManifestIdentity.FIELD, ManifestIdentity.write(manifest.identity())));
    }

    private static @Nullable List<JsonObject> written(@Nullable Map<QualifiedName, Long> tables) {
        return tables == null
                ? null
                : tables.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(QualifiedName.ORDER))
                        .map(table -> named(table.getKey()).put("rows", table.getValue()))
                        .toList();
    }

    private static JsonObject origin(Origin origin) {
        return new JsonObject()
                .put("systemIdentifier", origin.systemIdentifier())
                .put("name", origin.name())
                .put("owner", origin.owner())
                .put("encoding", origin.encoding())
                .put("collate", origin.collate())
                .put("ctype", origin.ctype())
                .put("serverVersion", origin.serverVersion())
                .put("lsn", origin.lsn())
                .put("bytes", origin.bytes())
                .put("hasPublic", origin.hasPublic())
                .put("roles", origin.roles())
                .put("collations", origin.collations())
                .put(ManifestLocale.FIELD, ManifestLocale.write(origin.locale()))
                .put(
                        "extensions",
                        new TreeMap<>(origin.extensions())
                                .entrySet().stream()
                                        .map(extension -> new JsonObject()
                                                .put("name", extension.getKey())
                                                .put("version", extension.getValue()))
                                        .toList());
    }

    private static @Nullable JsonObject partial(@Nullable PartialContents partial) {
        return partial == null
                ? null
                : new JsonObject()
                        .put("bytes", partial.bytes())
                        .put(
                                "foreignKeys",
                                partial.foreignKeys().stream()
                                        .map(key -> named(key.table())
                                                .put("key", key.name())
                                                .put("subject", key.subject()))
                                        .toList())
                        .put("excluded", excluded(partial.excluded()));
    }

    private static @Nullable JsonObject excluded(@Nullable ExcludedNames excluded) {
        return excluded == null
                ? null
                : new JsonObject()
                        .put("rows", names(excluded.rows()))
                        .put("definitions", names(excluded.definitions()))
                        .put("sequences", names(excluded.sequences()));
    }

    private static List<JsonObject> names(List<QualifiedName> names) {
        return names.stream().map(ManifestWriter::named).toList();
    }

    private static JsonObject sequence(SequenceContent sequence) {
        return named(sequence.sequence())
                .put("from", sequence.from().value())
                .put("fromCalled", sequence.from().called())
                .put("to", sequence.to().value())
                .put("toCalled", sequence.to().called())
                .put("cycles", sequence.cycles());
    }

    private static JsonObject named(QualifiedName name) {
        return new JsonObject().put("schema", name.schema()).put("name", name.name());
    }

    /** Of the lines, each with a line feed. */
    private static String digest(List<String> lines) {
        MessageDigest digest = Sha256.start();
        lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return "sha256:" + Sha256.finish(digest);
    }
}
