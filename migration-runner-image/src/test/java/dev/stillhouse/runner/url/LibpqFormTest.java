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
                .containsEntry("sslmode", "require")
                .containsEntry("sslcert", "/c.pem")
                .hasSize(2 + 4);
    }

    @Test
    void aSilentConnectionIsKeptAliveUnlessTheUrlSaysOtherwise() {
        assertThat(form("postgresql://joe@a/shop").settings())
                .containsOnly(
                        Map.entry("keepalives", "1"),
                        Map.entry("keepalives_idle", "60"),
                        Map.entry("keepalives_interval", "10"),
                        Map.entry("keepalives_count", "6"));
        assertThat(form("postgresql://joe@a/shop?keepalives_idle=7").settings()).containsEntry("keepalives_idle", "7");
    }

    @Test
    void theDriversWordsForTlsAreTranslated() {
        assertThat(
                        form("jdbc:postgresql://a/shop?user=joe&ssl=true&sslrootcert=/ca.pem&channelBinding=require&stringtype=x")
                                .settings())
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "/ca.pem")
                .containsEntry("channel_binding", "require")
                .doesNotContainKey("stringtype");
    }

    @Test
    void theSearchPathOfJdbcIsAnOption() {
        assertThat(form("jdbc:postgresql://a/shop?user=joe&currentSchema=app,public")
                        .settings())
                .containsEntry("options", "-csearch_path=app,public");
    }

    /** It is the project's affair; a dump has to be of the primary. */
    @Test
    void ofSeveralServersThePrimaryIsWantedWhateverTheUrlSays() {
        assertThat(form("postgresql://joe@a,b/shop?target_session_attrs=any").settings())
                .containsEntry("target_session_attrs", "read-write");
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(form("postgresql://joe:secret@a/shop")).asString().doesNotContain("secret");
    }
}
