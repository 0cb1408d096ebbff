package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.ExecutionBuilder.anExecution;
import static dev.stillhouse.operator.fixture.ExecutionBuilder.spelledOut;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.MigrationBuilder.database;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.CopiesSpec;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseSpec;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.report.CopyPlace;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.RehearsalMode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WishesTest {
    /** Compares with a run of a DatabaseMigration that nobody has changed. */
    private static boolean isWanted(MigrationBuilder migration) {
        return isWanted(migration.build());
    }

    private static boolean isWanted(DatabaseMigration migration) {
        return Wishes.isWanted(migration, Situation.runOf(aMigration(), 1).build());
    }

    static Stream<MigrationBuilder> anotherWish() {
        return Stream.of(
                aMigration().target("b2"),
                aMigration().image("shop/orders:2"),
                aMigration().database(database("orders-db", "admin-url", null)),
                aMigration().database(database("orders-db", "url", "owner")),
                aMigration().retryAsked("Monday"));
    }

    @ParameterizedTest
    @MethodSource("anotherWish")
    void what_is_wanted_changes_it(MigrationBuilder other) {
        assertThat(isWanted(other)).isFalse();
    }

    static Stream<MigrationBuilder> theSameWish() {
        return Stream.of(
                aMigration().target("head"),
                aMigration().downgrade(DowngradePolicy.Allow),
                aMigration().approving("sha256:plan"),
                aMigration().execution(anExecution().lockTimeout("1s")),
                aMigration().rehearsal(RehearsalMode.Schema),
                aMigration().suspended(),
                aMigration().generation(42),
                aMigration().remembersRun(3));
    }

    @ParameterizedTest
    @MethodSource("theSameWish")
    void how_it_is_carried_out_does_not_change_it(MigrationBuilder same) {
        assertThat(isWanted(same)).isTrue();
    }

    @Test
    void the_order_of_fields_and_spelled_out_defaults_do_not_change_it() {
        var plain = parse("""
                database: {urlFrom: {secretKeyRef: {name: orders-db, key: url}}}
                project: {image: "shop/orders:1", path: /app}
                """);
        var shuffled = parse("""
                target: head
                project: {config: alembic.ini, path: /app, image: "shop/orders:1"}
                database: {urlFrom: {secretKeyRef: {key: url, name: orders-db}}}
                """);
        assertThat(isWanted(plain)).isTrue();
        assertThat(isWanted(shuffled)).isTrue();
    }

    /** A tool that cleans up annotations asks for nothing. */
    @Test
    void a_retry_that_was_taken_away_is_no_retry() {
        var asked = Situation.runOf(aMigration().retryAsked("Monday"), 1).build();

        assertThat(Wishes.isWanted(aMigration().build(), asked)).isTrue();
        assertThat(Wishes.isWanted(aMigration().retryAsked("Tuesday").build(), asked))
                .isFalse();
    }

    /** It tells copies apart, and moves nothing. */
    @Test
    void the_name_of_a_copy_does_not_change_it() {
        var spec = aMigration().build().getSpec().database();
        var named = new DatabaseSpec(
                spec.urlFrom(), null, null, null, null, null, null, null, null, null, null, null, null, "staging");

        assertThat(isWanted(aMigration().database(named))).isTrue();
    }

    @Test
    void the_terms_of_a_run_are_those_that_decide_how_it_is_carried_out() {
        assertThat(sameTerms(aMigration())).isTrue();
        assertThat(sameTerms(aMigration().target("b2").image("shop/orders:2"))).isTrue();
        assertThat(sameTerms(aMigration().downgrade(DowngradePolicy.Allow))).isFalse();
        assertThat(sameTerms(aMigration().approving("sha256:plan"))).isFalse();
        assertThat(sameTerms(aMigration().execution(anExecution().deadline("2h"))))
                .isFalse();
        assertThat(sameTerms(aMigration().copies(new CopiesSpec(CopyPlace.SameServer, null))))
                .isFalse();
        assertThat(sameTerms(aMigration().rehearsal(RehearsalMode.Schema))).isFalse();
    }

    @Test
    void defaults_that_are_spelled_out_are_the_same_terms() {
        assertThat(sameTerms(aMigration().downgrade(DowngradePolicy.RequireApproval)))
                .isTrue();
        assertThat(sameTerms(aMigration().approving())).isTrue();
        assertThat(sameTerms(aMigration().execution(spelledOut()))).isTrue();
        assertThat(sameTerms(aMigration().copies(new CopiesSpec(null, null)))).isTrue();
        assertThat(sameTerms(aMigration().rehearsal(RehearsalMode.Never))).isTrue();
    }

    /** Its operator knew nothing of rehearsals, and so it made none. */
    @Test
    void a_run_of_an_earlier_version_did_not_rehearse() {
        var earlier = Situation.runOf(aMigration(), 1).rehearsing(null).build().getSpec();

        assertThat(Wishes.sameTerms(aMigration().suspended().build(), earlier)).isTrue();
        assertThat(Wishes.sameTerms(aMigration().rehearsal(RehearsalMode.Schema).build(), earlier))
                .isFalse();
    }

    /** Compares with a run of a DatabaseMigration that spells nothing out. */
    private static boolean sameTerms(MigrationBuilder migration) {
        return Wishes.sameTerms(
                migration.build(), Situation.runOf(aMigration(), 1).build().getSpec());
    }

    private static DatabaseMigration parse(String spec) {
        return Serialization.unmarshal(
                "metadata: {namespace: shop, name: orders}\nspec:\n" + spec.indent(2), DatabaseMigration.class);
    }
}
