package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Certificates;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import dev.stillhouse.runner.fixture.TlsPostgres;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.PgTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with an authority of its own that wants a certificate: the runner, the project's drivers and pg_dump. */
class TlsTest {
    private static final String DATABASE = "my shop/50%";
    private static final String ASYNC = """
            import asyncio
            from alembic import context
            from sqlalchemy import pool
            from sqlalchemy.ext.asyncio import create_async_engine

            def run(connection):
                context.configure(connection=connection)
                with context.begin_transaction():
                    context.run_migrations()

            async def main():
                url = context.config.get_main_option("sqlalchemy.url")
                async with create_async_engine(url, poolclass=pool.NullPool).connect() as connection:
                    await connection.run_sync(run)

            if context.is_offline_mode():
                context.configure(dialect_name="postgresql", literal_binds=True)
                with context.begin_transaction():
                    context.run_migrations()
            else:
                asyncio.run(main())
            """;

    @TempDir
    private static Path files;

    private static Certificates server;
    private static Certificates client;
    private static TlsPostgres postgres;

    private Path folder;
    private AlembicProject project;

    @BeforeAll
    static void start() throws Exception {
        server = Certificates.make(files);
        client = server.client(TlsPostgres.USER, "EC");
        postgres = TlsPostgres.start(server);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void create(@TempDir Path empty) {
        folder = empty;
        postgres.create(DATABASE);
        // What the project's own connection looks like from the server.
        project = AlembicProject.in(empty)
                .revision(
                        "a1",
                        "op.execute('CREATE TABLE seen AS SELECT ssl, client_dn FROM pg_stat_ssl"
                                + " WHERE pid = pg_backend_pid()')",
                        "op.execute('DROP TABLE seen')");
    }

    @AfterEach
    void drop() {
        postgres.drop(DATABASE);
    }

    private static Map<String, String> parts(Certificates ours) {
        return new HashMap<>(Map.of(
                DatabaseVariables.HOST,
                "localhost",
                DatabaseVariables.PORT,
                "" + postgres.port(),
                DatabaseVariables.NAME,
                DATABASE,
                DatabaseVariables.USER,
                TlsPostgres.USER,
                DatabaseVariables.PASSWORD,
                TlsPostgres.PASSWORD,
                DatabaseVariables.TLS_MODE,
                "verify-full",
                DatabaseVariables.TLS_CA,
                server.authority().toString(),
                DatabaseVariables.TLS_CERTIFICATE,
                ours.certificate().toString(),
                DatabaseVariables.TLS_KEY,
                ours.key().toString()));
    }

    private RunReport run(Map<String, String> variables) {
        return Runner.with(variables).run(Requests.migrate(project));
    }

    private static void assertUpgraded(RunReport report) {
        assertThat(report.message()).isNotEmpty();
        assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.Succeeded);
        assertThat(postgres.query(DATABASE, "SELECT ssl || ' ' || client_dn FROM seen"))
                .containsExactly("true /CN=" + TlsPostgres.USER);
    }

    @Test
    void thePartsOfTheUrlAndAClientCertificate() {
        assertUpgraded(run(parts(client)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"psycopg2", "psycopg", "asyncpg"})
    void everyDriverOfTheProject(String driver) throws Exception {
        if (driver.equals("asyncpg")) {
            Files.writeString(folder.resolve("migrations/env.py"), ASYNC);
        }
        Map<String, String> variables = parts(client);
        variables.keySet().removeAll(List.of(DatabaseVariables.HOST, DatabaseVariables.PASSWORD));
        variables.put(
                DatabaseVariables.URL,
                "postgresql+%s://app:%s@localhost:%d/%s?sslmode=disable"
                        .formatted(
                                driver,
                                "p%40ss%3Aw%2Fo%3Fr%23d%20%2541%26%3D%2B%27%22%5C%C3%BC",
                                postgres.port(),
                                "my%20shop%2F50%25"));

        assertUpgraded(run(variables));
    }

    @Test
    void aKeyOfRsa() throws Exception {
        Path own = Files.createDirectory(folder.resolve("rsa"));
        Files.copy(files.resolve("authority.p12"), own.resolve("authority.p12"));
        Files.copy(server.authority(), own.resolve("authority.pem"));
        Certificates rsa = new Certificates(own.resolve("authority.pem"), server.certificate(), server.key())
                .client(TlsPostgres.USER, "RSA");

        assertUpgraded(run(parts(rsa)));
    }

    @Test
    void anotherAuthorityIsRefusedByUs(@TempDir Path elsewhere) throws Exception {
        Map<String, String> variables = parts(client);
        variables.put(
                DatabaseVariables.TLS_CA,
                Certificates.make(elsewhere).authority().toString());

        RunReport report = run(variables);

        assertThat(report.reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(report.message()).contains("spec.database.tls", "authority").doesNotContain("NetworkPolicy");
    }

    @Test
    void anotherHostIsRefusedByUsAndLetThroughByVerifyCa() {
        Map<String, String> variables = parts(client);
        variables.put(DatabaseVariables.HOST, "127.0.0.2");

        assertThat(run(variables).message()).contains("127.0.0.2", "for another host");

        variables.put(DatabaseVariables.TLS_MODE, "verify-ca");
        assertUpgraded(run(variables));
    }

    @Test
    void whoHasNoCertificateIsRefusedByTheServer() {
        Map<String, String> variables = parts(client);
        variables.keySet().removeAll(List.of(DatabaseVariables.TLS_CERTIFICATE, DatabaseVariables.TLS_KEY));

        RunReport report = run(variables);

        assertThat(report.outcome()).isEqualTo(Outcome.Failed);
        assertThat(report.message()).contains("spec.database.tls.clientCertificate");
    }

    @Test
    void aKeyThatIsNoneIsNamed() {
        Map<String, String> variables = parts(client);
        variables.put(DatabaseVariables.TLS_KEY, client.certificate().toString());

        RunReport report = run(variables);

        assertThat(report.reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(report.message()).contains("client certificate", "no private key", "tls.clientCertificate");
    }

    /** With the programs of this machine, if there are any: those of the other tests were built without TLS. */
    @Test
    void theProgramsOfPostgresql() {
        boolean here = PgTools.find(Map.of("PATH", System.getenv("PATH"))) instanceof Result.Ok<PgTools>;
        assumeThat(here).isTrue();
        assertUpgraded(run(parts(client)));
        Map<String, String> variables = parts(client);
        variables.put(PgTools.VARIABLE, "");
        variables.put("PATH", System.getenv("PATH"));

        RunReport report = Runner.with(variables)
                .run(Requests.migrate(project)
                        .onlyBackup(new RunRequest.Backup(
                                BackupPolicy.Always,
                                BackupVerification.Digest,
                                "shop/orders-1",
                                new BackupStorage(folder.toString(), null, folder.toString()),
                                1,
                                BackupScope.Database,
                                BackupWriters.Continue,
                                null,
                                null)));

        assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.Succeeded);
    }
}
