package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.report.RunRequest.Earlier;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.backup.StoredManifest;
import dev.stillhouse.runner.contents.BackedUpVersions;
import dev.stillhouse.runner.contents.ExcludedNames;
import dev.stillhouse.runner.contents.Identity;
import dev.stillhouse.runner.contents.Present;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.contents.TableContent;
import dev.stillhouse.runner.decide.Lineage;
import dev.stillhouse.runner.decide.Reuse;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The backup of an earlier attempt, in place of one that would be taken now. What was said of it is believed of nothing: its
 * manifest and its files are looked at in the store, and the database is read again.
 */
final class EarlierBackup {
    private final RunRequest request;
    private final DatabaseUrl url;
    private final Map<String, String> environment;
    private final Journal journal;
    private final Stop stop;

    EarlierBackup(RunRequest request, DatabaseUrl url, Map<String, String> environment, Journal journal, Stop stop) {
        this.request = request;
        this.url = url;
        this.environment = environment;
        this.journal = journal;
        this.stop = stop;
    }

    /**
     * One that is used.
     *
     * @param seen when it was found to fit, by the server's clock
     */
    record Used(RunReport.Backup backup, Manifest manifest, Instant seen) {}

    /**
     * Empty if none was offered, or it does not fit, which is said.
     *
     * @param losses what a backup would be taken for
     */
    Optional<Used> find(RunState state, RunRequest.Backup wanted, BackupStorage storage, Losses losses) {
        Earlier earlier = wanted.earlier();
        if (earlier == null) {
            return Optional.empty();
        }
        journal.enter(
                Phase.BACKUP, "Looking whether the backup " + earlier.name() + " of an earlier attempt still fits.");
        return look(state, wanted, storage, earlier, losses).fold(Optional::of, trouble -> {
            if (!stop.isRequested()) {
                journal.say("The backup " + earlier.name() + " of an earlier attempt is not used: " + trouble.message()
                        + " Another one is taken.");
            }
            return Optional.empty();
        });
    }

    private Result<Used> look(
            RunState state, RunRequest.Backup wanted, BackupStorage storage, Earlier earlier, Losses losses) {
        return BackupStore.open(storage, environment).then(store -> {
            try (store) {
                return StoredManifest.read(store, earlier.location(), earlier.digest())
                        .then(stored -> whole(store, earlier, stored))
                        .then(stored -> present(state, wanted, losses)
                                .then(now -> decided(state, wanted, earlier, stored, now)));
            }
        });
    }

    private static Result<StoredManifest> whole(BackupStore store, Earlier earlier, StoredManifest stored) {
        return store.absent(earlier.location(), stored.manifest().files())
                .then(absent -> absent.<Result<StoredManifest>>map(file -> Result.failed(
                                Reason.BackupCorrupt,
                                "Its file " + file.name() + " is not in " + store.describe()
                                        + " any more, or has another size."))
                        .orElseGet(() -> Result.ok(stored)));
    }

    private Result<Present> present(RunState state, RunRequest.Backup wanted, Losses losses) {
        Cancellation cancellation = new Cancellation();
        stop.react(cancellation::now);
        return NeutralSession.open(url, request.session().role(), SessionName.of(request), cancellation)
                .then(session -> {
                    try (session) {
                        return Present.read(session, state.plan().versionTable(), losses, Excludes.of(wanted));
                    }
                });
    }

    private static Result<Used> decided(
            RunState state, RunRequest.Backup wanted, Earlier earlier, StoredManifest stored, Present now) {
        return switch (Reuse.decide(wanted, earlier, stored(stored.manifest(), now), needed(state, now))) {
            case Reuse.Fits() -> Result.ok(new Used(backup(earlier, stored), stored.manifest(), now.time()));
            case Reuse.Unfit(String why) ->
                Result.failed(Reason.BackupNotFound, Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".");
        };
    }

    private static Reuse.Stored stored(Manifest manifest, Present now) {
        ExcludedNames excluded = manifest.excluded();
        return new Reuse.Stored(
                new Reuse.Position(
                        lineage(manifest.origin(), manifest.identity()),
                        versions(manifest.versionRows()),
                        Instant.parse(manifest.snapshotTime()).toEpochMilli()),
                manifest.verification(),
                manifest.partial() == null || excluded != null && excluded.isWithin(now.excluded()),
                quoted(manifest.contents().tables().stream()
                        .map(TableContent::table)
                        .toList()));
    }

    private static Reuse.Needed needed(RunState state, Present now) {
        return new Reuse.Needed(
                new Reuse.Position(
                        lineage(now.origin(), now.identity()),
                        versions(now.versions()),
                        now.time().toEpochMilli()),
                state.digest(),
                now.all(),
                quoted(now.rowsOf()));
    }

    private static Lineage lineage(Origin origin, @Nullable Identity identity) {
        return new Lineage(
                origin.systemIdentifier(),
                origin.name(),
                identity == null ? null : identity.database(),
                identity == null ? null : identity.timeline(),
                origin.lsn(),
                identity == null
                        ? Map.of()
                        : identity.tables().entrySet().stream()
                                .collect(
                                        Collectors.toMap(table -> table.getKey().quoted(), Map.Entry::getValue)));
    }

    private static List<String> versions(List<BackedUpVersions> tables) {
        return tables.stream()
                .map(table -> table.table() + " " + table.rows())
                .sorted()
                .toList();
    }

    private static Set<String> quoted(Collection<QualifiedName> tables) {
        return tables.stream().map(QualifiedName::quoted).collect(Collectors.toSet());
    }

    private static RunReport.Backup backup(Earlier earlier, StoredManifest stored) {
        BackupState state = stored.manifest().verification() == BackupVerification.Restore
                ? BackupState.Verified
                : BackupState.Stored;
        return stored.toldOfEarlier(state, earlier.location(), earlier.millis(), earlier.name());
    }
}
