package dev.stillhouse.runner.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.CopyPlace;
import dev.stillhouse.report.Direction;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.report.PlanKeeping;
import dev.stillhouse.report.Progress;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalMode;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.DataBinding;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's data binding and the runner's own reading and writing agree, field by field. */
class ContractTest {
    private static final RunReport.Finding FINDING = new RunReport.Finding("b2", "drop-table", "It drops a table.");
    private static final RunReport.Backup BACKUP = new RunReport.Backup(
            BackupState.Verified,
            "shop/orders-3-1a2b",
            List.of("a1"),
            "2026-01-01T00:00:00Z",
            "sha256:00",
            1_234_567_890_123L,
            12,
            3_456_789_012L,
            3_000L,
            BackupScope.Tables,
            List.of("public.orders"),
            "a reason",
            new RunReport.Gap(34_000, 12L, List.of(new RunReport.WrittenTable("public.orders", 12)), 9_000L),
            List.of("pg_dump warned: subscriptions not dumped."),
            "orders-2-1a2b");
    private static final BackupStorage STORAGE = new BackupStorage(
            "/backups",
            new BackupStorage.Bucket("b", "p", "https://s3", "eu-1", true, "/ca.pem", "aws:kms", "key"),
            "/scratch");
    private static final RunReport FULL = new RunReport(
            1,
            Outcome.Failed,
            Reason.StatementFailed,
            "It said \"no\" at ü 😀.\n",
            new RunReport.Database("731", "shop", "17.6", "app.versions"),
            List.of("a1"),
            List.of(),
            List.of("c3"),
            new RunReport.Plan("sha256:00", Direction.DOWN, 2, List.of("b2", "c3"), List.of(FINDING)),
            1,
            1,
            List.of("c3"),
            List.of("b2", "a1"),
            new RunReport.Failure("b2", "versions/b2.py", 12, "42P07", "CREATE TABLE x", "Traceback"),
            BACKUP,
            new RunReport.Rehearsal(
                    RehearsalOutcome.Warned,
                    List.of(FINDING),
                    List.of(new RunReport.TableLock("public.orders", "ACCESS EXCLUSIVE", "b2", true, true))),
            Map.of(Phase.OBSERVE, 12L));
    private static final RunReport BARE = new RunReport(
            1,
            Outcome.Succeeded,
            Reason.UpToDate,
            "x",
            null,
            null,
            null,
            null,
            null,
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of());

    private static final RunRequest FULL_REQUEST = new RunRequest(
            1,
            "shop/orders-3",
            "uid-of-shop/orders-3",
            Operation.Observe,
            List.of("billing@head", "c3"),
            DowngradePolicy.RequireApproval,
            List.of("sha256:00"),
            new RunRequest.Project(
                    "/app",
                    "alembic.ini",
                    "billing",
                    "DATABASE_URL",
                    List.of("tenant=a"),
                    "shop.hooks:run",
                    "sha256:11"),
            new RunRequest.Session(5_000, 60_000, "owner"),
            "2031-02-03T04:05:06Z",
            new RunRequest.Backup(
                    BackupPolicy.Destructive,
                    BackupVerification.Restore,
                    "shop/orders-3-1a2b",
                    STORAGE,
                    2,
                    BackupScope.Tables,
                    BackupWriters.Continue,
                    new RunRequest.Earlier(
                            "orders-2-1a2b", "shop/orders-2-1a2b", "sha256:00", "sha256:plan", 3_000, 3_600_000),
                    new RunRequest.Exclude(List.of("audit"), List.of("shop.log"), List.of("pg_cron"))),
            new RunRequest.Restore("shop/orders-2-1a2b", "sha256:00", true, STORAGE, RestoreMode.Swap, "orders", 2),
            true,
            List.of("b2", "a1"),
            PlanKeeping.Redacted,
            new RunRequest.Verify("shop/orders-2-1a2b", "sha256:00", STORAGE, BackupVerification.Digest, 2),
            new RunRequest.Lost("shop/orders-2", "uid-of-shop/orders-2"),
            new RunRequest.Copies(CopyPlace.Server, "copier"),
            new RunRequest.Rehearsal(RehearsalMode.Schema, "/scratch"));

    @Test
    void readsARequestAsTheOperatorWritesIt() throws MalformedJson {
        RunRequest bare = new RunRequest(
                1,
                "shop/orders-3",
                "uid-of-shop/orders-3",
                Operation.Migrate,
                List.of("head"),
                DowngradePolicy.Forbid,
                List.of(),
                new RunRequest.Project("/app", "alembic.ini", null, null, List.of(), null, null),
                new RunRequest.Session(0, 0, null),
                "2031-02-03T04:05:06Z",
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null);

        assertThat(RequestReader.read(DataBinding.write(FULL_REQUEST))).isEqualTo(FULL_REQUEST);
        assertThat(RequestReader.read(DataBinding.write(bare))).isEqualTo(bare);
        assertThatEveryFieldIsSet(FULL_REQUEST);
        assertThatEveryFieldIsSet(FULL_REQUEST.project());
        assertThatEveryFieldIsSet(FULL_REQUEST.session());
        assertThatEveryFieldIsSet(Objects.requireNonNull(FULL_REQUEST.backup()));
        assertThatEveryFieldIsSet(Objects.requireNonNull(FULL_REQUEST.restore()));
        assertThatEveryFieldIsSet(Objects.requireNonNull(FULL_REQUEST.verify()));
        assertThatEveryFieldIsSet(Objects.requireNonNull(FULL_REQUEST.settles()));
        assertThatEveryFieldIsSet(STORAGE);
        assertThatEveryFieldIsSet(Objects.requireNonNull(STORAGE.bucket()));
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        assertThatThrownBy(() -> RequestReader.read("{\"version\":1}")).hasMessage("\"run\" is missing");
        assertThatThrownBy(() -> RequestReader.read("{\"version\":2}")).hasMessageContaining("version 2");
        assertThatThrownBy(() -> RequestReader.read("[]")).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> RequestReader.read("{\"version\":1,\"run\":3}"))
                .hasMessageContaining("another type");
    }

    /** Nothing is carried out that this version does not know, not even under the name that unknown things have. */
    @Test
    void refusesWhatItDoesNotKnow() {
        String request = """
                {"version":1,"run":"shop/orders-3","uid":"3f1a","operation":"%s","targets":[],"downgrade":"%s"}""";
        for (String foreign : List.of("FromTheFuture", "Unknown")) {
            assertThatThrownBy(() -> RequestReader.read(request.formatted(foreign, "Allow")))
                    .hasMessage("\"operation\" has the unknown value \"" + foreign + "\"");
            assertThatThrownBy(() -> RequestReader.read(request.formatted("Migrate", foreign)))
                    .hasMessage("\"downgrade\" has the unknown value \"" + foreign + "\"");
        }
    }

    /** A runner that carries out only a part of its order must not begin. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "project",
                "session",
                "backup",
                "backup/storage",
                "backup/storage/bucket",
                "backup/earlier",
                "backup/exclude",
                "restore",
                "verify",
                "settles",
                "copies",
                "rehearsal"
            })
    void refusesAFieldThatItDoesNotKnow(String where) throws MalformedJson {
        JsonObject request = Json.parse(DataBinding.write(FULL_REQUEST));
        JsonObject at = request;
        for (String name : where.isEmpty() ? new String[0] : where.split("/")) {
            at = at.object(name);
        }
        at.put("fromTheFuture", true);

        assertThatThrownBy(() -> RequestReader.read(Json.write(request)))
                .hasMessage("it has the field \"fromTheFuture\", which this runner does not know");
    }

    @Test
    void writesAReportAsTheOperatorReadsIt() {
        assertThat(read(ReportWriter.bytes(FULL), RunReport.class)).isEqualTo(FULL);
        assertThat(read(ReportWriter.bytes(BARE), RunReport.class)).isEqualTo(BARE);
        assertThat(new String(ReportWriter.bytes(FULL), StandardCharsets.UTF_8)).isEqualTo(DataBinding.write(FULL));
        assertThat(new String(ReportWriter.bytes(BARE), StandardCharsets.UTF_8)).isEqualTo(DataBinding.write(BARE));
        assertThatEveryFieldIsSet(FULL);
        assertThatEveryFieldIsSet(Objects.requireNonNull(FULL.database()));
        assertThatEveryFieldIsSet(Objects.requireNonNull(FULL.plan()));
        assertThatEveryFieldIsSet(Objects.requireNonNull(FULL.failure()));
        assertThatEveryFieldIsSet(FINDING);
        assertThatEveryFieldIsSet(BACKUP);
    }

    @Test
    void writesProgressAsTheOperatorReadsIt() {
        Progress full = new Progress(
                "2026-01-01T00:00:00Z", Phase.APPLY, "x", 1, 2, 0, "a1", List.of("a1"), "sha256:00", BACKUP, FULL);
        Progress bare = new Progress(
                "2026-01-01T00:00:00Z", Phase.OBSERVE, "x", null, null, null, null, null, null, null, null);

        assertThat(read(ReportWriter.bytes(full), Progress.class)).isEqualTo(full);
        assertThat(read(ReportWriter.bytes(bare), Progress.class)).isEqualTo(bare);
        assertThatEveryFieldIsSet(full);
    }

    @Test
    void writesAPieceOfAPlanAsTheOperatorReadsIt() {
        PlanChunk chunk = new PlanChunk(2, 3, "00ff", "aGVsbG8=");

        assertThat(new String(ReportWriter.bytes(chunk), StandardCharsets.UTF_8))
                .isEqualTo(DataBinding.write(Map.of(PlanChunk.FIELD, chunk)));
        assertThatEveryFieldIsSet(chunk);
    }

    @ParameterizedTest
    @EnumSource
    void writesEachPhase(Phase phase) {
        Progress progress = new Progress("t", phase, "x", null, null, null, null, null, null, null, null);
        assertThat(read(ReportWriter.bytes(progress), Progress.class)).isEqualTo(progress);
    }

    private static <T> T read(byte[] json, Class<T> type) {
        return DataBinding.read(new String(json, StandardCharsets.UTF_8), type);
    }

    /** A field that is added to the contract makes this fail until the sample above has it. */
    private static void assertThatEveryFieldIsSet(Record sample) {
        assertThat(Arrays.stream(sample.getClass().getRecordComponents()))
                .allSatisfy(field -> assertThat(value(sample, field)).isNotNull());
    }

    private static Object value(Record sample, RecordComponent field) throws ReflectiveOperationException {
        return field.getAccessor().invoke(sample);
    }
}
