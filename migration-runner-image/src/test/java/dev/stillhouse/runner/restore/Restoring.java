package dev.stillhouse.runner.restore;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Progress;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.backup.BackupOrder;
import dev.stillhouse.runner.backup.Backups;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.backup.StoredManifest;
import dev.stillhouse.runner.contents.Exclusion;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.InThread;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.run.Journal;
import dev.stillhouse.runner.run.RestoreRun;
import dev.stillhouse.runner.run.Stop;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.UrlParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes a backup into a folder, and restores it as a run does. */
final class Restoring {
    static final String LOCATION = "shop/orders-1";

    final Stop stop = new Stop();
    private final List<Progress> lines = new CopyOnWriteArrayList<>();
    private final Path root;
    private final Path scratch;
    private PgTools tools = ClientTools.newest();
    private Consumer<String> witness = message -> {};
    private BackupScope scope = BackupScope.Database;
    private Exclusion exclusion = Exclusion.NONE;
    private Losses losses = new Losses.Unknown("nobody asked");
    private @Nullable String digest;
    private boolean verifiedSince;
    private @Nullable String confirm;

    Restoring(Path folder) {
        try {
            root = Files.createDirectories(folder.resolve("backups"));
            scratch = Files.createDirectories(folder.resolve("scratch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With other programs of PostgreSQL. */
    Restoring with(PgTools other) {
        tools = other;
        return this;
    }

    Restoring expecting(String digestOfTheManifest) {
        digest = digestOfTheManifest;
        return this;
    }

    /** Its backup was verified after it was taken. */
    Restoring verifiedSince() {
        verifiedSince = true;
        return this;
    }

    /** Somebody who acts on what the run says, before the run goes on. */
    Restoring witnessed(Consumer<String> other) {
        witness = other;
        return this;
    }

    Restoring confirming(String name) {
        confirm = name;
        return this;
    }

    /** Its backup is of some tables only. */
    Restoring ofTables(TableLoss... tables) {
        scope = BackupScope.Tables;
        losses = new Losses.Known(List.of(tables));
        return this;
    }

    /** Its backup has not what this names. */
    Restoring without(Exclusion what) {
        exclusion = what;
        return this;
    }

    RunReport.Backup backUp(String url) {
        BackupOrder order = new BackupOrder(
                parsed(url),
                null,
                "test backup",
                new VersionTable(null, "alembic_version"),
                scope,
                exclusion,
                losses,
                LOCATION,
                BackupVerification.Digest,
                2,
                new CopyHost.OfRunner(),
                scratch);
        try (BackupStore store = store()) {
            PgTools newest = ClientTools.newest();
            return new Backups(newest, ClientTools.clusterOf(newest), line -> {}, standing -> {}, new Cancellation())
                    .take(store, order)
                    .fold(backup -> backup, trouble -> {
                        throw new AssertionError(trouble.reason() + ": " + trouble.message());
                    });
        }
    }

    RunReport swap(Postgres.Database database) {
        return restore(database.url(), RestoreMode.Swap);
    }

    CompletableFuture<RunReport> beginSwap(Postgres.Database database) {
        return begin(database.url(), RestoreMode.Swap);
    }

    /** In a thread of its own. */
    CompletableFuture<RunReport> begin(String url, RestoreMode mode) {
        return InThread.supply(() -> restore(url, mode));
    }

    RunReport restore(String url, RestoreMode mode) {
        DatabaseUrl parsed = parsed(url);
        RunRequest request = new RunRequest(
                RunRequest.VERSION,
                "shop/orders-2",
                "uid-of-shop/orders-2",
                Operation.Restore,
                List.of("head"),
                DowngradePolicy.Forbid,
                List.of(),
                new RunRequest.Project("/", "alembic.ini", null, null, List.of(), null, null),
                new RunRequest.Session(0, 0, null),
                "2031-02-03T04:05:06Z",
                null,
                new RunRequest.Restore(
                        LOCATION,
                        digest,
                        verifiedSince,
                        storage(),
                        mode,
                        confirm == null ? parsed.database() : confirm,
                        2),
                false,
                null,
                null,
                null,
                null,
                null,
                null);
        return new RestoreRun(
                        request,
                        parsed,
                        new Journal(this::add, Clock.systemUTC()),
                        stop,
                        ClientTools.environment(tools))
                .execute(Stop.Deadline.in(Duration.ofMinutes(5)));
    }

    Manifest manifest() {
        try (BackupStore store = store()) {
            return StoredManifest.read(store, LOCATION, null).fold(StoredManifest::manifest, trouble -> {
                throw new AssertionError(trouble.message());
            });
        }
    }

    BackupStorage storage() {
        return new BackupStorage(root.toString(), null, scratch.toString());
    }

    Path root() {
        return root;
    }

    List<String> messages() {
        return lines.stream().map(Progress::message).toList();
    }

    private void add(Progress line) {
        lines.add(line);
        witness.accept(line.message());
    }

    private BackupStore store() {
        return BackupStore.open(storage(), Map.of()).fold(store -> store, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    private static DatabaseUrl parsed(String url) {
        return UrlParser.parse(url).fold(parsed -> parsed, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }
}
