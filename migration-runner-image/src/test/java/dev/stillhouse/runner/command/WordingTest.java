package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The URL in the Secret leads to a pooler.    | The URL leads to a pooler.
            Correct the password in the Secret.         | Correct the password in the URL.
            Let the URL in the Secret name the primary. | Let the URL name the primary.
            name it in spec.project.urlVariable.        | name it in --url-variable.
            The run was asked to stop (SIGTERM).        | The run was asked to stop.
            Revision a1 failed.                         | Revision a1 failed.""")
    void speaksOfOptionsInsteadOfAManifest(String manifest, String commandLine) {
        assertThat(Wording.forPeople(manifest)).isEqualTo(commandLine);
    }
}
