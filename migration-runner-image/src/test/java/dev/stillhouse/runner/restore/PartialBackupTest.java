package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.TableLoss;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What has the rows of some tables only takes the place of nothing. */
class PartialBackupTest {
    @TempDir
    private Path folder;

    private final Postgres.Database database = Shop.create();
    private Restoring restoring;

    @BeforeEach
    void backUpOneTable() {
        database.execute("CREATE TABLE customers (id int PRIMARY KEY); INSERT INTO customers VALUES (1)");
        database.execute("ALTER TABLE orders ADD COLUMN customer int DEFAULT 1"
                + " CONSTRAINT of_customer REFERENCES customers");
        // It is in no backup of some tables, and nothing of it is missed.
        database.execute("SELECT lo_from_bytea(0, 'a letter')");
        database.execute("GRANT SELECT ON customers TO PUBLIC");
        restoring = new Restoring(folder).ofTables(new TableLoss(null, "orders", TableLoss.By.DEFINITION));
        restoring.backUp(database.url());
    }

    @ParameterizedTest
    @EnumSource(names = {"Swap", "InPlace"})
    void itIsRefusedBeforeAnythingIsDone(RestoreMode mode) {
        Shop.damage(database);
        List<String> rows = Shop.orders(database);

        RunReport report = restoring.restore(database.url(), mode);

        assertThat(report.reason()).isEqualTo(Reason.BackupPartial);
        assertThat(report.message())
                .contains("public.orders", "public.alembic_version", "Nothing was touched", "NewDatabase", "copy");
        assertThat(Shop.orders(database)).isEqualTo(rows);
        assertThat(Shop.databases(database.name() + "_")).isEmpty();
    }

    @Test
    void itIsRestoredBesideTheDatabase() {
        List<String> rows = Shop.orders(database);
        Shop.damage(database);

        RunReport report = restoring.restore(database.url(), RestoreMode.NewDatabase);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(report.message())
                .contains("rows of these tables only", "public.orders", "of_customer of public.orders")
                .doesNotContain("large object", "Not as in the backup", "other than in");
        List<String> names = Shop.databases(database.name() + "_restore_");
        assertThat(names).hasSize(1);
        Postgres.Database copy = new Postgres.Database(names.getFirst());
        assertThat(Shop.orders(copy)).isEqualTo(rows);
        assertThat(copy.query("SELECT count(*) FROM customers")).containsExactly("0");
        assertThat(copy.query("SELECT relacl FROM pg_class WHERE relname = 'customers'"))
                .isEqualTo(database.query("SELECT relacl FROM pg_class WHERE relname = 'customers'"));
        assertThat(copy.query("SELECT version_num FROM alembic_version")).containsExactly("a1");
    }
}
