package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelsTest {
    @Test
    void jobs_and_pods_can_be_selected_and_led_back_to_their_run() {
        assertThat(Labels.ofRun("orders", "orders-3"))
                .containsOnlyKeys("app.kubernetes.io/managed-by", "stillhouse.dev/migration", "stillhouse.dev/run")
                .containsEntry("stillhouse.dev/migration", "orders")
                .containsEntry("stillhouse.dev/run", "orders-3");
        assertThat(Labels.SELECTOR).isEqualTo("app.kubernetes.io/managed-by=stillhouse,stillhouse.dev/run");
    }

    @Test
    void a_name_that_fits_is_its_own_label() {
        assertThat(Labels.labelValue("a".repeat(63))).isEqualTo("a".repeat(63));
    }

    @Test
    void every_longer_name_gives_a_label_that_kubernetes_takes() {
        var name = "ab.c-".repeat(50);
        assertThat(IntStream.rangeClosed(64, 250).mapToObj(length -> Labels.labelValue(name.substring(0, length))))
                .doesNotHaveDuplicates()
                .allSatisfy(value -> assertThat(value)
                        .hasSizeLessThanOrEqualTo(63)
                        .matches("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?"));
    }

    @Test
    void an_annotation_may_be_missing_and_so_may_all_of_them() {
        assertThat(Labels.annotation(aMigration().retryAsked("Monday").build(), Labels.RETRY))
                .contains("Monday");
        assertThat(Labels.annotation(aMigration().build(), Labels.RETRY)).isEmpty();
        var bare = new DatabaseMigration();
        bare.setMetadata(new ObjectMeta());
        bare.getMetadata().setAnnotations(null);
        assertThat(Labels.annotation(bare, Labels.RETRY)).isEmpty();
    }
}
