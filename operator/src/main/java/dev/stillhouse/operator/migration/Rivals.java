package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Lets the DatabaseMigrations of one database hear of each other: when it becomes known that another one means it too,
 * whichever of them came first, and when one of them is gone. Which database is meant stands in the status, and what the
 * operator has written itself comes back as no event: it is noticed when the resource is reconciled the next time.
 */
final class Rivals extends SimpleInboundEventSource<DatabaseMigration>
        implements ResourceEventAware<DatabaseMigration> {
    private final Map<String, Optional<String>> told = new ConcurrentHashMap<>();
    private Function<String, List<DatabaseMigration>> ofDatabase = key -> List.of();

    Rivals() {
        super("rivals");
    }

    /** Finds those that mean a database, by its key. */
    Rivals among(Function<String, List<DatabaseMigration>> all) {
        ofDatabase = all;
        return this;
    }

    /** Tells the others of its database, and of the one that it meant before, if they do not know of it yet. */
    void notice(DatabaseMigration migration) {
        var key = MigrationObserver.key(migration);
        var before = told.put(migration.getMetadata().getUid(), key);
        if (!key.equals(before)) {
            Stream.of(key, before == null ? Optional.<String>empty() : before)
                    .flatMap(Optional::stream)
                    .forEach(database -> tell(database, migration));
        }
    }

    @Override
    public void onResourceDeleted(DatabaseMigration gone) {
        told.remove(gone.getMetadata().getUid());
        MigrationObserver.key(gone).ifPresent(database -> tell(database, gone));
    }

    private void tell(String database, DatabaseMigration about) {
        ofDatabase.apply(database).stream()
                .filter(other ->
                        !other.getMetadata().getUid().equals(about.getMetadata().getUid()))
                .map(ResourceID::fromResource)
                .forEach(this::propagateEvent);
    }
}
