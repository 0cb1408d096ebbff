package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.Exclusion;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.UrlParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Takes backups into a folder, as a run would. */
final class Backed {
    static final String LOCATION = "shop/orders-1";

    final Cancellation cancellation = new Cancellation();
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<RunReport.Backup> standings = new CopyOnWriteArrayList<>();
    private final Path root;
    private final Path scratch;
    private PgTools tools = ClientTools.newest();
    private BackupScope scope = BackupScope.Database;
    private Losses losses = new Losses.Unknown("nobody asked");
    private Exclusion exclusion = Exclusion.NONE;
    private CopyHost host = new CopyHost.OfRunner();
    private @Nullable String role;

    Backed(Path folder) {
        try {
            root = Files.createDirectories(folder.resolve("backups"));
            scratch = Files.createDirectories(folder.resolve("scratch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Backed with(PgTools other) {
        tools = other;
        return this;
    }

    Backed as(@Nullable String name) {
        role = name;
        return this;
    }

    /** Its verification's copy is made there. */
    Backed copiedTo(CopyHost where) {
        host = where;
        return this;
    }

    Backed without(Exclusion what) {
        exclusion = what;
        return this;
    }

    Backed withoutTables(String... names) {
        return without(new Exclusion(Set.of(), Set.of(names), Set.of()));
    }

    /** Of the whole database, for what these tables lose. */
    Backed losing(Losses what) {
        losses = what;
        return this;
    }

    /** Of what these tables lose. */
    Backed ofTables(TableLoss... tables) {
        return of(new Losses.Known(List.of(tables)));
    }

    Backed of(Losses what) {
        scope = BackupScope.Tables;
        losses = what;
        return this;
    }

    Result<RunReport.Backup> take(String url, BackupVerification verification) {
        try (BackupStore store = store()) {
            return backups()
                    .take(
                            store,
                            new BackupOrder(
                                    parsed(url),
                                    role,
                                    "test backup",
                                    new VersionTable(null, "alembic_version"),
                                    scope,
                                    exclusion,
                                    losses,
                                    LOCATION,
                                    verification,
                                    2,
                                    host,
                                    scratch));
        }
    }

    RunReport.Backup taken(String url, BackupVerification verification) {
        return take(url, verification).fold(backup -> backup, trouble -> {
            throw new AssertionError(trouble.reason() + ": " + trouble.message());
        });
    }

    Trouble refused(String url, BackupVerification verification) {
        return take(url, verification)
                .fold(
                        backup -> {
                            throw new AssertionError("it was taken: " + backup);
                        },
                        trouble -> trouble);
    }

    Result<List<String>> verify() {
        try (BackupStore store = store()) {
            return StoredManifest.read(store, LOCATION, null)
                    .then(stored -> backups()
                            .verify(
                                    store,
                                    stored.manifest(),
                                    new VerificationOrder(LOCATION, BackupVerification.Restore, 2, host, scratch)));
        }
    }

    Manifest manifest() {
        try (BackupStore store = store()) {
            return StoredManifest.read(store, LOCATION, null).fold(StoredManifest::manifest, trouble -> {
                throw new AssertionError(trouble.message());
            });
        }
    }

    private Backups backups() {
        return new Backups(tools, ClientTools.clusterOf(tools), messages::add, standings::add, cancellation);
    }

    private BackupStore store() {
        return BackupStore.open(new BackupStorage(root.toString(), null, scratch.toString()), Map.of())
                .fold(store -> store, trouble -> {
                    throw new AssertionError(trouble.message());
                });
    }

    static DatabaseUrl parsed(String url) {
        return UrlParser.parse(url).fold(parsed -> parsed, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    /** The folder with the dump's files, of a finished backup. */
    Path dump() {
        return root.resolve(LOCATION).resolve("dump");
    }

    /** All files below the root and the scratch folder, without the folders that hold none. */
    List<Path> remains() {
        List<Path> files = new ArrayList<>();
        for (Path folder : List.of(root, scratch)) {
            try (var all = Files.walk(folder)) {
                all.filter(Files::isRegularFile).forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }
}
