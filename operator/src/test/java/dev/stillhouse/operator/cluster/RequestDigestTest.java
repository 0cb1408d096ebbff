package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.RequestBuilder.asked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRequestSpec;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.MigrationRef;
import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.api.v1alpha1.VerifySpec;
import dev.stillhouse.operator.fixture.RequestBuilder;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RestoreMode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The digests on record were made by earlier versions: these texts never change. */
class RequestDigestTest {
    private static final RequestBuilder RESTORE =
            asked(Operation.Restore).restoring(new RestoreSpec("orders-1-backup", null, "orders", null));

    @Test
    void the_text_of_version_1() {
        assertThat(RequestDigest.canonical(
                        asked(Operation.Downgrade).target("-1").build().getSpec()))
                .isEqualTo("""
                        migration=orders
                        operation=Downgrade
                        target=-1""");
        assertThat(RequestDigest.canonical(RESTORE.build().getSpec())).isEqualTo("""
                        migration=orders
                        operation=Restore
                        restore.backup=orders-1-backup
                        restore.mode=Swap
                        restore.confirm=orders""");
    }

    @Test
    void the_digest_of_version_1() {
        assertThat(RequestDigest.of(
                        asked(Operation.Downgrade).target("-1").build().getSpec()))
                .isEqualTo("v1:sha256:e1a6469c9cf58ca66ba73ab8003b08afc011a21566d9d33f7612707dddecb2a6");
    }

    /** The API server may or may not have written it out. */
    @Test
    void a_default_that_is_spelled_out_is_the_same() {
        var spelled = asked(Operation.Restore)
                .restoring(new RestoreSpec("orders-1-backup", RestoreMode.Swap, "orders", null));

        assertThat(RequestDigest.of(spelled.build().getSpec()))
                .isEqualTo(RequestDigest.of(RESTORE.build().getSpec()));
    }

    @Test
    void how_long_it_is_kept_is_no_part_of_it() {
        assertThat(RequestDigest.of(asked(Operation.Backup).ttl("1h").build().getSpec()))
                .isEqualTo(RequestDigest.of(asked(Operation.Backup).build().getSpec()));
    }

    @Test
    void no_value_passes_for_another_line() {
        assertThat(RequestDigest.of(
                        asked(Operation.Upgrade).target("a\npurge=true").build().getSpec()))
                .isNotEqualTo(RequestDigest.of(asked(Operation.Upgrade)
                        .target("a\\npurge=true")
                        .build()
                        .getSpec()));
        assertThat(RequestDigest.canonical(
                        asked(Operation.Upgrade).target("a\npurge=true").build().getSpec()))
                .hasLineCount(3);
    }

    /** A field that is added to a request asks for something else, and is forgotten here too easily. */
    @Test
    void every_field_is_a_part_of_it() {
        var all = new MigrationRequestSpec(
                new MigrationRef("orders"),
                Operation.Stamp,
                "head",
                List.of("a1"),
                true,
                new RestoreSpec("orders-1", RestoreMode.Swap, "orders", "shop"),
                new VerifySpec("orders-1", BackupVerification.Digest),
                "1h");

        assertThat(RequestDigest.canonical(all).lines().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                fields(MigrationRequestSpec.class, "")
                                        .filter(field -> !field.equals("ttlAfterFinished"))
                                        .filter(field -> !List.of("migrationRef", "restore", "verify")
                                                .contains(field)),
                                Stream.of("migration"),
                                fields(RestoreSpec.class, "restore."),
                                fields(VerifySpec.class, "verify."))
                        .flatMap(Function.identity())
                        .toList());
    }

    private static Stream<String> fields(Class<? extends Record> type, String prefix) {
        return Stream.of(type.getRecordComponents()).map(field -> prefix + field.getName());
    }
}
