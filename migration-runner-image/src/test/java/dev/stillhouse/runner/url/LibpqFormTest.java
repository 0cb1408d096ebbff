package dev.stillhouse.runner.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LibpqFormTest {
    private static LibpqForm form(String url) {
        return UrlParser.parse(url).fold(parsed -> LibpqForm.of(parsed, "app"), trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    @Test
    void placeAndUserAreInTheEnvironment() {
        assertThat(form("postgresql://joe:p%40ss%3Dword@db.example:6432/shop%3Ddb")
                        .environment())
                .isEqualTo(Map.of(
                        "PGHOST", "db.example",
                        "PGPORT", "6432",
                        "PGUSER", "joe",
                        "PGPASSWORD", "p@ss=word",
                        "PGDATABASE", "shop=db",
                        "PGAPPNAME", "app"));
    }

    @Test
    void severalServersMeanThePrimary() {
        LibpqForm form = form("postgresql://joe@a:1,[::1]:2/shop");

        assertThat(form.environment()).containsEntry("PGHOST", "a,::1").containsEntry("PGPORT", "1,2");
        assertThat(form.settings()).containsEntry("target_session_attrs", "read-write");
    }

    @Test
    void whatIsTheProjectsDriversIsLeftOut() {
        assertThat(form("postgresql+asyncpg://joe@a/shop?ssl=require&prepared_statement_cache_size=0&sslcert=/c.pem")
                        .settings())
                .isEqualTo(Map.of("sslmode", "require", "sslcert", "/c.pem"));
    }

    @Test
    void theDriversWordsForTlsAreTranslated() {
        assertThat(
                        form("jdbc:postgresql://a/shop?user=joe&ssl=true&sslrootcert=/ca.pem&channelBinding=require&stringtype=x")
                                .settings())
                .isEqualTo(Map.of("sslmode", "verify-full", "sslrootcert", "/ca.pem", "channel_binding", "require"));
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(form("postgresql://joe:secret@a/shop")).asString().doesNotContain("secret");
    }
}
