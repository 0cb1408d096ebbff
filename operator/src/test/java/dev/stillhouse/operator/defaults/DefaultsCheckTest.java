package dev.stillhouse.operator.defaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultsCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backups: {when: Always} | backups: there is no such field",
                "backup: {whne: Always} | backup.whne: there is no such field; see kubectl explain dbm.spec.backup",
                "backup: {when: Sometimes} | backup.when: ",
                "execution: {podTemplate: {labls: {a: b}}} | execution.podTemplate.labls: there is no such field",
                "execution: {lockTimeout: soon} | execution.lockTimeout: 'soon' is not a duration; write it like",
                "execution: {lockTimeout: 200h} | execution.lockTimeout: at most 168h",
                "execution: {deadline: 0s} | execution.deadline: it is longer than 0s",
                "execution: {retries: 101} | execution.retries: a number from 0 to 100",
                "execution: {retries: many} | execution.retries: ",
                "backup: {jobs: 0} | backup.jobs: a number from 1 to 32",
                "backup: {retention: {count: 0}} | backup.retention.count: a number from 1 to 1000",
                "backup: {retention: {age: 0s}} | backup.retention.age: it is longer than 0s",
                "backup: {retention: {age: 9000000h}} | backup.retention.age: '9000000h' is longer than a duration can be (292 years)",
                "backup: {storage: {}} | backup.storage: set either",
                "backup: {storage: {s3: {region: north}}} | backup.storage.s3: set bucket",
                "backup: {scratch: {storageClassName: fast}} | backup.scratch: a volume of a storage class needs a size",
                "rehearsal: Sometimes | rehearsal: there is no such value as Sometimes",
                "[backup] | the defaults are an object",
                "'{' | not YAML",
            })
    void what_is_wrong_is_said_with_where_and_what_to_do(String yaml, String problem) {

        assertThatThrownBy(() -> RunDefaults.parse(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        assertThatThrownBy(() -> RunDefaults.parse("execution: {deadline: 0s, retires: 2}"))
                .hasMessageContaining("execution.deadline")
                .hasMessageContaining("execution.retires");
    }

    @Test
    void the_file_and_the_value_of_the_chart_are_named(@TempDir Path folder) throws IOException {
        var file = folder.resolve("defaults.yaml");
        Files.writeString(file, "backup: {jobs: 0}");
        assertThatThrownBy(() -> DefaultsFile.read(file))
                .hasMessageContaining("Helm value defaults")
                .hasMessageContaining(file.toString())
                .hasMessageContaining("backup.jobs");
        Files.writeString(file, "backup: {jobs: 4}");
        assertThat(DefaultsFile.read(file)).isNotSameAs(RunDefaults.NONE);
    }
}
