package dev.stillhouse.runner.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseReader;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.SqlAlchemyForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassFileTest {
    @TempDir
    private Path folder;

    private String file(String mode, String... lines) throws IOException {
        Path file = folder.resolve("pass");
        Files.writeString(file, String.join("\n", lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return "passfile=" + file;
    }

    private static Result<DatabaseUrl> read(String url) {
        return DatabaseReader.read(url, Map.of()).then(PassFile::read);
    }

    private static String url(String written) {
        return read(written).fold(SqlAlchemyForm::url, Trouble::message);
    }

    @Test
    void thePasswordIsForAllWhoConnect() throws IOException {
        String file = file("rw-------", "db:*:shop:app:s:cret", "b:*:*:*:t@p");

        assertThat(url("postgresql://app@db/shop?" + file + "&sslmode=require"))
                .isEqualTo("postgresql://app:s@db:5432/shop?sslmode=require");
        assertThat(url("postgresql+pg8000://app@b/shop?" + file))
                .isEqualTo("postgresql+pg8000://app:t%40p@b:5432/shop");
        assertThat(read("postgresql://app@b/shop?" + file).fold(DatabaseUrl::written, Trouble::message))
                .isNull();
    }

    @Test
    void thePasswordOfTheUrlComesFirst() {
        assertThat(url("postgresql://app:x@db/shop?passfile=/nowhere")).isEqualTo("postgresql://app:x@db:5432/shop");
    }

    @Test
    void serversWithDifferentPasswordsAreRefused() throws IOException {
        String file = file("rw-------", "a:*:*:*:x", "b:*:*:*:y");

        assertThat(url("postgresql://app@a,b/shop?" + file))
                .contains("all servers")
                .doesNotContain(":x");
    }

    @Test
    void whatLibpqWouldNotUseIsRefused() throws IOException {
        assertThat(url("postgresql://app@db/shop?passfile=/nowhere")).contains("/nowhere", "cannot read");
        assertThat(url("postgresql://app@db/shop?passfile=%00")).contains("no file can have");
        assertThat(url("postgresql://app@db/shop?" + file("rw-r-----", "*:*:*:*:x")))
                .contains("0600");
        assertThat(url("postgresql://app@db/shop?" + file("rw-------", "other:*:*:*:x")))
                .contains("no line for db:5432/shop");
    }
}
