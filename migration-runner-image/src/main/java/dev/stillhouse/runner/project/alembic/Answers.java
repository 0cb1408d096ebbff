package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.report.Direction;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.ObservedStatement;
import dev.stillhouse.runner.model.ObservedStep;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Refusal;
import dev.stillhouse.runner.model.RenderedPlan.ProjectFile;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.StampedRows;
import dev.stillhouse.runner.model.Step;
import dev.stillhouse.runner.model.WrittenRevision;
import java.util.ArrayList;
import java.util.List;

/** Reads what the bridge answers. */
final class Answers {
    private Answers() {}

    static AlembicProject.Versions versions(JsonObject result) throws MalformedJson {
        return new AlembicProject.Versions(
                result.integer("protocol"), result.text("python"), result.text("alembic"), result.text("sqlalchemy"));
    }

    static Plan plan(JsonObject result) throws MalformedJson {
        List<Step> steps = new ArrayList<>();
        for (JsonObject step : result.objects("steps")) {
            steps.add(step(step));
        }
        return new Plan(
                result.texts("current"),
                result.texts("heads"),
                result.texts("target"),
                result.constant("direction", Direction.class),
                steps,
                result.texts("unknown"),
                versionTable(result.object("versionTable")),
                result.flag("transactionPerMigration"),
                connection(result.object("connection")));
    }

    private static Step step(JsonObject step) throws MalformedJson {
        return new Step(
                step.text("revision"),
                step.texts("downRevisions"),
                step.textOrNull("message"),
                step.textOrNull("file"),
                step.textOrNull("fileDigest"),
                step.texts("rowsAfter"));
    }

    static Rendering rendering(JsonObject event) throws MalformedJson {
        String revision = event.text("revision");
        String problem = event.textOrNull("problem");
        if (problem == null) {
            return new Rendering.Statements(revision, event.texts("statements"), event.flag("varies"));
        }
        List<String> reaches = event.texts("reaches");
        return reaches.isEmpty()
                ? new Rendering.Unknown(revision, problem)
                : new Rendering.Reaching(revision, problem, reaches);
    }

    static ObservedStep observed(JsonObject event) throws MalformedJson {
        List<ObservedStatement> statements = new ArrayList<>();
        for (JsonObject statement : event.objects("statements")) {
            List<ObservedStatement.Lock> locks = new ArrayList<>();
            for (JsonObject lock : statement.objects("locks")) {
                locks.add(new ObservedStatement.Lock(lock.text("mode"), table(lock)));
            }
            statements.add(new ObservedStatement(
                    statement.text("sql"),
                    statement.integer("times"),
                    statement.flag("autocommit"),
                    locks,
                    tables(statement.objects("rewritten")),
                    tables(statement.objects("scanned"))));
        }
        return new ObservedStep(event.text("revision"), statements, event.integer("leftOut"));
    }

    private static List<ObservedStatement.Table> tables(List<JsonObject> objects) throws MalformedJson {
        List<ObservedStatement.Table> tables = new ArrayList<>();
        for (JsonObject table : objects) {
            tables.add(table(table));
        }
        return tables;
    }

    private static ObservedStatement.Table table(JsonObject table) throws MalformedJson {
        return new ObservedStatement.Table(table.text("schema"), table.text("table"));
    }

    static List<ProjectFile> files(JsonObject result) throws MalformedJson {
        List<ProjectFile> files = new ArrayList<>();
        for (JsonObject file : result.objects("files")) {
            files.add(new ProjectFile(file.text("file"), file.text("digest")));
        }
        return files;
    }

    static StampedRows stampedRows(JsonObject result) throws MalformedJson {
        return new StampedRows(result.texts("before"), result.texts("after"));
    }

    static List<WrittenRevision> written(JsonObject result) throws MalformedJson {
        List<WrittenRevision> written = new ArrayList<>();
        for (JsonObject revision : result.objects("written")) {
            written.add(new WrittenRevision(revision.text("revision"), revision.text("file")));
        }
        return written;
    }

    static Plan.VersionTable versionTable(JsonObject table) throws MalformedJson {
        return new Plan.VersionTable(table.textOrNull("schema"), table.text("name"));
    }

    static Plan.Connection connection(JsonObject connection) throws MalformedJson {
        return new Plan.Connection(
                connection.text("database"),
                connection.textOrNull("user"),
                connection.textOrNull("serverAddress"),
                connection.integerOrNull("serverPort"),
                connection.textOrNull("systemIdentifier"),
                connection.integer("backendPid"),
                connection.textOrNull("driver"),
                connection.flagOrNull("seesRunner"));
    }

    static Refusal refusal(JsonObject error) throws MalformedJson {
        return new Refusal(
                error.text("reason"),
                error.textOrNull("message"),
                error.textOrNull("detail"),
                error.textOrNull("revision"),
                error.textOrNull("file"),
                error.integerOrNull("line"),
                error.textOrNull("exception"),
                error.textOrNull("sqlState"),
                error.textOrNull("statement"),
                error.integerOrNull("steps"));
    }
}
