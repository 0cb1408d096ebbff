package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people may do, with the cluster's own roles and with those of the chart. */
class UserRolesTest {
    private final Rendered rendered = Chart.render(values -> values.withKubeVersion(Chart.WITH_POLICIES));

    @Test
    void view_shows_everything() {
        assertThat(rights("view"))
                .containsExactly(
                        "stillhouse.dev/databasemigrations: get list watch",
                        "stillhouse.dev/migrationrequests: get list watch",
                        "stillhouse.dev/migrationruns: get list watch",
                        "stillhouse.dev/migrationbackups: get list watch",
                        "stillhouse.dev/migrationrecords: get list watch");
        assertThat(aggregatedTo("view")).containsExactlyInAnyOrder("view", "edit", "admin");
    }

    @Test
    void edit_writes_manifests_and_asks_for_what_loses_nothing() {
        assertThat(rights("edit"))
                .containsExactly(
                        "stillhouse.dev/databasemigrations: create update patch delete deletecollection",
                        "stillhouse.dev/migrationruns: update patch delete deletecollection",
                        "stillhouse.dev/migrationrequests: create update patch delete deletecollection upgrade");
        assertThat(aggregatedTo("edit")).containsExactlyInAnyOrder("edit", "admin");
    }

    @Test
    void admin_restores_and_deletes_backups() {
        assertThat(rights("admin"))
                .containsExactly(
                        "stillhouse.dev/migrationrequests: create update patch downgrade stamp restore",
                        "stillhouse.dev/migrationbackups: update patch delete deletecollection",
                        "stillhouse.dev/migrationrecords: delete deletecollection");
        assertThat(aggregatedTo("admin")).containsExactly("admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "downgrade", "stamp", "restore"})
    void each_operation_that_moves_a_database_has_a_role_of_its_own(String verb) {
        assertThat(rights(verb))
                .containsExactly("stillhouse.dev/migrationrequests: create get list watch delete " + verb);
        assertThat(aggregatedTo(verb)).isEmpty();
    }

    @Test
    void looking_and_backing_up_have_a_role_of_their_own() {
        assertThat(rights("request")).containsExactly("stillhouse.dev/migrationrequests: create get list watch delete");
        assertThat(aggregatedTo("request")).isEmpty();
    }

    @Test
    void nobody_is_given_the_right_to_write_a_run_or_a_status() {
        assertThat(rendered.all(ClusterRole.class).stream()
                        .filter(role -> !role.getMetadata().getName().equals(Chart.RELEASE))
                        .flatMap(role -> RbacTest.lines(role.getRules())))
                .isNotEmpty()
                .noneMatch(
                        line -> line.matches("stillhouse.dev/(migrationruns|migrationbackups|.*/status): .*create.*"));
    }

    /** Whoever may create a request may then ask for anything. */
    @Test
    void without_admission_policies_edit_asks_for_nothing() {
        var old = Chart.render();
        assertThat(RbacTest.lines(
                        old.named(ClusterRole.class, "stillhouse-edit").getRules()))
                .contains("stillhouse.dev/migrationrequests: delete deletecollection");
    }

    @Test
    void they_are_part_of_no_other_role_where_somebody_else_sees_to_it() {
        var roles = Chart.render(values -> values.set("rbac.aggregate", false)).all(ClusterRole.class);
        assertThat(roles)
                .hasSizeGreaterThan(3)
                .allSatisfy(role -> assertThat(aggregations(role)).isEmpty());
    }

    @Test
    void there_are_none_where_nobody_wants_them() {
        assertThat(Chart.render(values -> values.set("rbac.userRoles", false)).all(ClusterRole.class))
                .extracting(role -> role.getMetadata().getName())
                .containsExactly("stillhouse");
    }

    private Stream<String> rights(String role) {
        return RbacTest.lines(
                rendered.named(ClusterRole.class, "stillhouse-" + role).getRules());
    }

    private Stream<String> aggregatedTo(String role) {
        return aggregations(rendered.named(ClusterRole.class, "stillhouse-" + role));
    }

    static Stream<String> aggregations(HasMetadata role) {
        var prefix = "rbac.authorization.k8s.io/aggregate-to-";
        return role.getMetadata().getLabels().keySet().stream()
                .filter(label -> label.startsWith(prefix))
                .map(label -> label.substring(prefix.length()));
    }
}
