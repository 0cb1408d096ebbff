package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.runner.contents.BackedUpVersions;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.ExcludedNames;
import dev.stillhouse.runner.contents.ForeignKey;
import dev.stillhouse.runner.contents.LargeObjects;
import dev.stillhouse.runner.contents.PartialContents;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.contents.SequenceContent;
import dev.stillhouse.runner.contents.SequencePosition;
import dev.stillhouse.runner.contents.TableContent;
import dev.stillhouse.runner.fingerprint.PlainNames;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.store.StoredFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a manifest. */
final class ManifestReader {
    private ManifestReader() {}

    static int format(byte[] json) throws MalformedJson {
        return parsed(json).integer("format");
    }

    private static JsonObject parsed(byte[] json) throws MalformedJson {
        return Json.parse(new String(json, StandardCharsets.UTF_8));
    }

    static Manifest read(byte[] json) throws MalformedJson {
        JsonObject manifest = parsed(json);
        int format = manifest.integer("format");
        if (format != Manifest.FORMAT && format != Manifest.PARTIAL_FORMAT) {
            throw new MalformedJson("it is of format " + format + ", and this runner knows " + Manifest.FORMAT + " to "
                    + Manifest.NEWEST_FORMAT);
        }
        return new Manifest(
                origin(manifest.object("database")),
                manifest.text("snapshotTime"),
                manifest.text("pgDump"),
                manifest.text("compression"),
                manifest.constant("verification", BackupVerification.class),
                manifest.textOrNull("unverified"),
                manifest.texts("notes"),
                versionRows(manifest.objects("versionTables")),
                contents(manifest),
                ManifestCircumstances.read(manifest),
                format == Manifest.PARTIAL_FORMAT ? partial(manifest.object("partial")) : null,
                files(manifest.objects("files")),
                manifest.has("written") ? written(manifest.objects("written")) : null,
                ManifestIdentity.read(manifest));
    }

    private static Map<QualifiedName, Long> written(List<JsonObject> tables) throws MalformedJson {
        Map<QualifiedName, Long> written = new HashMap<>();
        for (JsonObject table : tables) {
            written.put(name(table), table.number("rows"));
        }
        return written;
    }

    private static Origin origin(JsonObject origin) throws MalformedJson {
        Map<String, String> extensions = new LinkedHashMap<>();
        for (JsonObject extension : origin.objects("extensions")) {
            extensions.put(extension.text("name"), extension.text("version"));
        }
        return new Origin(
                origin.textOrNull("systemIdentifier"),
                origin.text("name"),
                origin.text("owner"),
                origin.text("encoding"),
                origin.text("collate"),
                origin.text("ctype"),
                origin.text("serverVersion"),
                origin.textOrNull("lsn"),
                origin.number("bytes"),
                origin.flag("hasPublic"),
                origin.texts("roles"),
                origin.texts("collations"),
                extensions,
                ManifestLocale.read(origin));
    }

    private static List<BackedUpVersions> versionRows(List<JsonObject> tables) throws MalformedJson {
        List<BackedUpVersions> rows = new ArrayList<>();
        for (JsonObject table : tables) {
            rows.add(new BackedUpVersions(name(table), table.texts("rows")));
        }
        return rows;
    }

    private static Contents contents(JsonObject manifest) throws MalformedJson {
        List<TableContent> tables = new ArrayList<>();
        for (JsonObject table : manifest.objects("tables")) {
            tables.add(new TableContent(name(table), table.number("rows"), table.text("hash")));
        }
        List<SequenceContent> sequences = new ArrayList<>();
        for (JsonObject sequence : manifest.objects("sequences")) {
            sequences.add(new SequenceContent(
                    name(sequence),
                    new SequencePosition(sequence.number("from"), sequence.flag("fromCalled")),
                    new SequencePosition(sequence.number("to"), sequence.flag("toCalled")),
                    sequence.flag("cycles")));
        }
        JsonObject largeObjects = manifest.object("largeObjects");
        return new Contents(
                tables,
                sequences,
                new LargeObjects(largeObjects.number("count"), largeObjects.text("hash")),
                manifest.texts("schema").stream().map(PlainNames::in).toList(),
                manifest.has("facts") ? manifest.texts("facts") : null,
                ManifestExpressions.read(manifest));
    }

    private static PartialContents partial(JsonObject partial) throws MalformedJson {
        List<ForeignKey> keys = new ArrayList<>();
        for (JsonObject key : partial.objects("foreignKeys")) {
            keys.add(new ForeignKey(name(key), key.text("key"), PlainNames.in(key.text("subject"))));
        }
        return new PartialContents(
                partial.number("bytes"), keys, partial.has("excluded") ? excluded(partial.object("excluded")) : null);
    }

    private static ExcludedNames excluded(JsonObject excluded) throws MalformedJson {
        return new ExcludedNames(
                names(excluded.objects("rows")),
                names(excluded.objects("definitions")),
                names(excluded.objects("sequences")));
    }

    private static List<QualifiedName> names(List<JsonObject> objects) throws MalformedJson {
        List<QualifiedName> names = new ArrayList<>();
        for (JsonObject object : objects) {
            names.add(name(object));
        }
        return names;
    }

    private static List<StoredFile> files(List<JsonObject> files) throws MalformedJson {
        List<StoredFile> stored = new ArrayList<>();
        for (JsonObject file : files) {
            stored.add(new StoredFile(file.text("name"), file.number("size"), file.text("sha256")));
        }
        return stored;
    }

    private static QualifiedName name(JsonObject object) throws MalformedJson {
        return new QualifiedName(object.text("schema"), object.text("name"));
    }
}
