package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.Reuse.Needed;
import dev.stillhouse.runner.decide.Reuse.Position;
import dev.stillhouse.runner.decide.Reuse.Stored;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReuseTest {
    private static final long MINUTE = 60_000;
    private static final long NOON = 1_900_000_000_000L;
    private static final Set<String> TABLES = Set.of("\"public\".\"a1\"", "\"public\".\"alembic_version\"");

    /** It took three hours, and an hour is the bound. */
    private static RunRequest.Earlier earlier(String plan) {
        return new RunRequest.Earlier(
                "orders-1-1a2b", "shop/orders-1-1a2b", "sha256:manifest", plan, 180 * MINUTE, 60 * MINUTE);
    }

    private static RunRequest.Backup wanted(BackupVerification verification, BackupScope scope) {
        return new RunRequest.Backup(
                BackupPolicy.Destructive,
                verification,
                "shop/orders-2-3c4d",
                null,
                2,
                scope,
                BackupWriters.Continue,
                earlier("sha256:plan"),
                null);
    }

    private static final RunRequest.Backup WANTED = wanted(BackupVerification.Restore, BackupScope.Database);

    private static final String A1 = "\"public\".\"a1\"";

    private static Position at(@Nullable String server, String database, String versions, long millis) {
        return at(lineage(server, database, 5L, "00000001", "0/FF000000", "16385/16390/3"), versions, millis);
    }

    private static Position at(Lineage lineage, String versions, long millis) {
        return new Position(lineage, List.of(versions), millis);
    }

    private static Lineage lineage(
            @Nullable String server,
            String database,
            @Nullable Long oid,
            @Nullable String timeline,
            @Nullable String lsn,
            String table) {
        return new Lineage(server, database, oid, timeline, lsn, Map.of(A1, table));
    }

    private static Position now(Long oid, @Nullable String timeline, @Nullable String lsn, String table) {
        return at(lineage("7", "orders", oid, timeline, lsn, table), "public.alembic_version [a1]", NOW.millis());
    }

    private static final Position THEN = at("7", "orders", "public.alembic_version [a1]", NOON);
    private static final Position NOW = at("7", "orders", "public.alembic_version [a1]", NOON + 200 * MINUTE);
    private static final Stored WHOLE = new Stored(THEN, BackupVerification.Restore, true, TABLES);
    private static final Stored PART = new Stored(THEN, BackupVerification.Restore, false, TABLES);
    private static final Needed NEEDED = new Needed(NOW, "sha256:plan", false, TABLES);

    private record Case(String why, RunRequest.Backup wanted, Stored stored, Needed now) {}

    private static Case now(String why, Position now) {
        return new Case(why, WANTED, WHOLE, new Needed(now, "sha256:plan", false, TABLES));
    }

    static Stream<Case> doubts() {
        return Stream.of(
                new Case("another plan", WANTED, WHOLE, new Needed(NOW, "sha256:other", false, TABLES)),
                now("another revision", at("7", "orders", "public.alembic_version [b2]", NOW.millis())),
                now("another revision", at("7", "orders", "tenant.alembic_version [a1]", NOW.millis())),
                now("the database orders", at("7", "shipping", "public.alembic_version [a1]", NOW.millis())),
                now("another server", at("8", "orders", "public.alembic_version [a1]", NOW.millis())),
                now("may not read", at(null, "orders", "public.alembic_version [a1]", NOW.millis())),
                now("in whose place this one was put", now(6L, "00000001", "0/FF000000", "16385/16390/3")),
                now("brought back to an earlier time", now(5L, "00000002", "0/FF000000", "16385/16390/3")),
                now("its disk was brought back", now(5L, "00000001", "0/FE000000", "16385/16390/3")),
                now("was made anew, emptied or rewritten", now(5L, "00000001", "0/FF000000", "16385/16391/3")),
                new Case(
                        "in whose place this one was put",
                        WANTED,
                        new Stored(
                                at(
                                        lineage("7", "orders", null, null, "0/FF000000", "16385/16390/3"),
                                        "public.alembic_version [a1]",
                                        NOON),
                                BackupVerification.Restore,
                                true,
                                TABLES),
                        NEEDED),
                now("clock", at("7", "orders", "public.alembic_version [a1]", NOON + 178 * MINUTE)),
                now("61 min ago", at("7", "orders", "public.alembic_version [a1]", NOON + 241 * MINUTE)),
                new Case(
                        "not verified by a restore",
                        WANTED,
                        new Stored(THEN, BackupVerification.Digest, true, TABLES),
                        NEEDED),
                new Case("some tables only", WANTED, PART, NEEDED),
                new Case(
                        "some tables only",
                        wanted(BackupVerification.Restore, BackupScope.Tables),
                        PART,
                        new Needed(NOW, "sha256:plan", true, TABLES)),
                new Case(
                        "not the rows of \"public\".\"b2\"",
                        wanted(BackupVerification.Restore, BackupScope.Tables),
                        PART,
                        new Needed(NOW, "sha256:plan", false, Set.of("\"public\".\"b2\""))),
                new Case(
                        "not the rows of \"public\".\"new\"",
                        WANTED,
                        WHOLE,
                        new Needed(NOW, "sha256:plan", true, Set.of("\"public\".\"new\""))));
    }

    @ParameterizedTest
    @MethodSource("doubts")
    void any_doubt_is_a_no(Case doubt) {
        assertThat(Reuse.decide(doubt.wanted(), earlier("sha256:plan"), doubt.stored(), doubt.now()))
                .isInstanceOfSatisfying(
                        Reuse.Unfit.class, unfit -> assertThat(unfit.why()).contains(doubt.why()));
    }

    @Test
    void one_of_the_same_plan_and_place_fits() {
        assertThat(Reuse.decide(WANTED, earlier("sha256:plan"), WHOLE, NEEDED)).isEqualTo(new Reuse.Fits());
    }

    @ParameterizedTest
    @CsvSource({"00000001,1/0", "00000001,A/00000000", "00000001,", ",0/FF000000", ","})
    void a_server_that_went_on_or_does_not_tell_is_the_same(@Nullable String timeline, @Nullable String lsn) {
        Needed needed = new Needed(now(5L, timeline, lsn, "16385/16390/3"), "sha256:plan", false, TABLES);
        assertThat(Reuse.decide(WANTED, earlier("sha256:plan"), WHOLE, needed)).isEqualTo(new Reuse.Fits());
    }

    /** Of a database whose backup takes three hours none would ever be young enough otherwise. */
    @Test
    void its_age_counts_from_when_it_was_complete() {
        Position later = at("7", "orders", "public.alembic_version [a1]", NOON + 239 * MINUTE);
        assertThat(Reuse.decide(WANTED, earlier("sha256:plan"), WHOLE, new Needed(later, "sha256:plan", false, TABLES)))
                .isEqualTo(new Reuse.Fits());
    }

    @Test
    void one_of_some_tables_fits_what_is_lost_of_these_and_of_fewer() {
        RunRequest.Backup wanted = wanted(BackupVerification.Digest, BackupScope.Tables);
        assertThat(Reuse.decide(wanted, earlier("sha256:plan"), PART, NEEDED)).isEqualTo(new Reuse.Fits());
        assertThat(Reuse.decide(
                        wanted,
                        earlier("sha256:plan"),
                        PART,
                        new Needed(NOW, "sha256:plan", false, Set.of("\"public\".\"a1\""))))
                .isEqualTo(new Reuse.Fits());
    }

    @Test
    void more_than_was_asked_for_fits() {
        assertThat(Reuse.decide(
                        wanted(BackupVerification.Digest, BackupScope.Tables), earlier("sha256:plan"), WHOLE, NEEDED))
                .isEqualTo(new Reuse.Fits());
    }
}
