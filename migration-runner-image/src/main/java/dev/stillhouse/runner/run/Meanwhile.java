package dev.stillhouse.runner.run;

import dev.stillhouse.report.RunReport.Gap;
import dev.stillhouse.report.RunReport.WrittenTable;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.contents.RowCounts;
import dev.stillhouse.runner.contents.RowCounts.Written;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What others write between the backup's snapshot and the first step: what the plan takes of it is in no backup. It is
 * counted from a moment before the snapshot, so that nothing is missed.
 */
final class Meanwhile {
    private final RunRequest request;
    private final DatabaseUrl url;
    private final Losses losses;
    private final Journal journal;
    private final Optional<RowCounts> before;

    private Meanwhile(RunRequest request, DatabaseUrl url, Losses losses, Journal journal) {
        this.request = request;
        this.url = url;
        this.losses = losses;
        this.journal = journal;
        this.before = counts();
    }

    /** @param losses what the backup is taken for */
    static Meanwhile begin(RunRequest request, DatabaseUrl url, Losses losses, Journal journal) {
        return new Meanwhile(request, url, losses, journal);
    }

    /** Since the snapshot of a backup of an earlier attempt, by the counters that it has. */
    static Gap sinceEarlier(
            RunRequest request, DatabaseUrl url, Losses losses, Journal journal, EarlierBackup.Used used) {
        Instant snapshot = Instant.parse(used.manifest().snapshotTime());
        Map<QualifiedName, Long> counters = used.manifest().written();
        return counters == null
                ? uncounted(snapshot, used.seen())
                : new Meanwhile(request, url, losses, journal)
                        .before
                        .map(now -> now.reachBackTo(snapshot, counters)
                                ? gap(snapshot, now, now.since(counters))
                                : uncounted(snapshot, now.time()))
                        .orElseGet(() -> uncounted(snapshot, used.seen()));
    }

    /** Whether the server counts less now than when the snapshot of a backup of an earlier attempt was taken. */
    static boolean isBelow(
            RunRequest request, DatabaseUrl url, Losses losses, Journal journal, EarlierBackup.Used used) {
        Map<QualifiedName, Long> counters = used.manifest().written();
        return counters != null
                && new Meanwhile(request, url, losses, journal)
                        .before
                        .filter(now -> now.isBelow(counters))
                        .isPresent();
    }

    private static Gap uncounted(Instant snapshot, Instant now) {
        return new Gap(millis(snapshot, now), null, List.of(), null);
    }

    private static long millis(Instant snapshot, Instant now) {
        return Math.max(0, Duration.between(snapshot, now).toMillis());
    }

    /** Empty where the server did not tell, which is no reason not to go on. */
    Optional<Gap> since(Instant snapshot) {
        return before.flatMap(then -> counts().map(now -> gap(snapshot, now, now.since(then.tables()))));
    }

    private static Gap gap(Instant snapshot, RowCounts now, List<Written> written) {
        return new Gap(
                millis(snapshot, now.time()),
                written.stream().mapToLong(Written::rows).sum(),
                written.stream()
                        .limit(Gap.TABLES)
                        .map(table -> new WrittenTable(table.table().toString(), table.rows()))
                        .toList(),
                null);
    }

    private Optional<RowCounts> counts() {
        return NeutralSession.open(url, request.session().role(), SessionName.of(request), new Cancellation())
                .then(session -> {
                    try (session) {
                        return RowCounts.read(session, losses);
                    }
                })
                .fold(Optional::of, trouble -> {
                    journal.say("The server does not tell what is written meanwhile: " + trouble.message());
                    return Optional.empty();
                });
    }
}
