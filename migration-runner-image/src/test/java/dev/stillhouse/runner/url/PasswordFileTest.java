package dev.stillhouse.runner.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as the documentation of libpq describes them. */
class PasswordFileTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            db:5432:shop:app:secret         | secret
            *:*:*:*:secret                  | secret
            db:*:shop:app:secret            | secret
            db:5432:shop:app:a\\:b\\\\c     | a:b\\c
            db:5432:shop:app:a:b            | a
            db:5432:shop:app:               | ''
            db:5432:shop:app                | -
            other:5432:shop:app:secret      | -
            db:5433:shop:app:secret         | -
            db:5432:sho:app:secret          | -
            db:5432:shop:ap:secret          | -
            *b:5432:shop:app:secret         | -
            #db:5432:shop:app:secret        | -
            ''                              | -
            """)
    void aLineFitsOrNot(String line, String password) {
        assertThat(new PasswordFile(List.of(line)).find(new Host("db", 5432), "shop", "app"))
                .isEqualTo(Optional.ofNullable(password));
    }

    @Test
    void fieldsMayHaveColonsAndTheFirstLineCounts() {
        PasswordFile file = new PasswordFile(List.of("fd00\\:\\:1:*:my\\:shop:a\\\\b:first", "*:*:*:*:second"));

        assertThat(file.find(new Host("fd00::1", 1), "my:shop", "a\\b")).contains("first");
        assertThat(file.find(new Host("db", 1), "my:shop", "a\\b")).contains("second");
    }
}
