package dev.stillhouse.runner.contract;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.CopyPlace;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.PlanKeeping;
import dev.stillhouse.report.RehearsalMode;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Reads the operator's request. */
public final class RequestReader {
    private RequestReader() {}

    public static RunRequest read(String json) throws MalformedJson {
        JsonObject request = Json.parse(json);
        int version = request.integer("version");
        if (version != RunRequest.VERSION) {
            throw new MalformedJson("it is of version " + version + ", and this runner knows " + RunRequest.VERSION);
        }
        KnownFields.only(request, RunRequest.class);
        return new RunRequest(
                version,
                request.text("run"),
                request.text("uid"),
                request.constant("operation", Operation.class),
                request.texts("targets"),
                request.constant("downgrade", DowngradePolicy.class),
                request.texts("approvals"),
                project(request.object("project")),
                session(request.object("session")),
                instant(request.text("deadline")),
                request.has("backup") ? backup(request.object("backup")) : null,
                request.has("restore") ? restore(request.object("restore")) : null,
                request.has("purge") && request.flag("purge"),
                request.has("downToKnown") ? request.texts("downToKnown") : null,
                request.has("planKeeping") ? request.constant("planKeeping", PlanKeeping.class) : null,
                request.has("verify") ? verify(request.object("verify")) : null,
                request.has("settles") ? lost(request.object("settles")) : null,
                request.has("copies") ? copies(request.object("copies")) : null,
                request.has("rehearsal") ? rehearsal(request.object("rehearsal")) : null);
    }

    private static RunRequest.Lost lost(JsonObject lost) throws MalformedJson {
        KnownFields.only(lost, RunRequest.Lost.class);
        return new RunRequest.Lost(lost.text("run"), lost.text("uid"));
    }

    private static RunRequest.Rehearsal rehearsal(JsonObject rehearsal) throws MalformedJson {
        KnownFields.only(rehearsal, RunRequest.Rehearsal.class);
        return new RunRequest.Rehearsal(rehearsal.constant("mode", RehearsalMode.class), rehearsal.text("scratch"));
    }

    private static RunRequest.Copies copies(JsonObject copies) throws MalformedJson {
        KnownFields.only(copies, RunRequest.Copies.class);
        return new RunRequest.Copies(copies.constant("where", CopyPlace.class), copies.textOrNull("role"));
    }

    private static String instant(String text) throws MalformedJson {
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeParseException e) {
            throw new MalformedJson("\"deadline\" is not a time such as 2031-02-03T04:05:06Z: \"" + text + "\"");
        }
    }

    private static RunRequest.Project project(JsonObject project) throws MalformedJson {
        KnownFields.only(project, RunRequest.Project.class);
        return new RunRequest.Project(
                project.text("path"),
                project.text("config"),
                project.textOrNull("section"),
                project.textOrNull("urlVariable"),
                project.texts("x"),
                project.textOrNull("hook"),
                project.textOrNull("imageDigest"));
    }

    private static RunRequest.Session session(JsonObject session) throws MalformedJson {
        KnownFields.only(session, RunRequest.Session.class);
        return new RunRequest.Session(
                session.number("lockTimeoutMillis"),
                session.number("statementTimeoutMillis"),
                session.textOrNull("role"));
    }

    private static RunRequest.Backup backup(JsonObject backup) throws MalformedJson {
        KnownFields.only(backup, RunRequest.Backup.class);
        return new RunRequest.Backup(
                backup.constant("when", BackupPolicy.class),
                backup.constant("verification", BackupVerification.class),
                backup.text("location"),
                backup.has("storage") ? StorageReader.read(backup.object("storage")) : null,
                backup.integer("jobs"),
                backup.constant("scope", BackupScope.class),
                backup.constant("writers", BackupWriters.class),
                backup.has("earlier") ? earlier(backup.object("earlier")) : null,
                backup.has("exclude") ? exclude(backup.object("exclude")) : null);
    }

    private static RunRequest.Exclude exclude(JsonObject exclude) throws MalformedJson {
        KnownFields.only(exclude, RunRequest.Exclude.class);
        return new RunRequest.Exclude(exclude.texts("schemas"), exclude.texts("tables"), exclude.texts("extensions"));
    }

    private static RunRequest.Earlier earlier(JsonObject earlier) throws MalformedJson {
        KnownFields.only(earlier, RunRequest.Earlier.class);
        return new RunRequest.Earlier(
                earlier.text("name"),
                earlier.text("location"),
                earlier.text("digest"),
                earlier.text("planDigest"),
                earlier.number("millis"),
                earlier.number("withinMillis"));
    }

    private static RunRequest.Restore restore(JsonObject restore) throws MalformedJson {
        KnownFields.only(restore, RunRequest.Restore.class);
        return new RunRequest.Restore(
                restore.text("location"),
                restore.textOrNull("digest"),
                restore.flag("verifiedSince"),
                StorageReader.read(restore.object("storage")),
                restore.constant("mode", RestoreMode.class),
                restore.text("confirm"),
                restore.integer("jobs"));
    }

    private static RunRequest.Verify verify(JsonObject verify) throws MalformedJson {
        KnownFields.only(verify, RunRequest.Verify.class);
        return new RunRequest.Verify(
                verify.text("location"),
                verify.textOrNull("digest"),
                StorageReader.read(verify.object("storage")),
                verify.constant("verification", BackupVerification.class),
                verify.integer("jobs"));
    }
}
