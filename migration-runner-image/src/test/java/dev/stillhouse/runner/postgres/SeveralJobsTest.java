package dev.stillhouse.runner.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeveralJobsTest {
    private final List<Integer> attempts = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private Result<String> failing(String... words) {
        return SeveralJobs.thenOne(4, told::add, jobs -> {
            attempts.add(jobs);
            return Result.failed(Reason.RestoreFailed, words[attempts.size() - 1]);
        });
    }

    /** The second may be a full disk, or a server that has gone; the first is then what tells of the backup. */
    @Test
    void bothTroublesAreTold() {
        Trouble trouble = ((Result.Failed<String>) failing("No such row.", "No connection.")).trouble();

        assertThat(trouble.message()).isEqualTo("No connection. Before, by several jobs at once: No such row.");
        assertThat(told).singleElement().asString().contains("No such row.");
        assertThat(attempts).containsExactly(4, 1);
    }

    @Test
    void whatIsSaidTwiceIsToldOnce() {
        Trouble trouble = ((Result.Failed<String>) failing("No such row.", "No such row.")).trouble();

        assertThat(trouble.message()).isEqualTo("No such row.");
    }

    /** Others need that disk. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR:  could not extend file \"base/16384/16390\": No space left on device",
                "FEHLER:  konnte Datei »base/16384/16390« nicht erweitern: Auf dem Gerät ist kein Speicherplatz mehr verfügbar",
                "ERREUR:  n'a pas pu étendre le fichier « base/16384/16390.1 » : Aucun espace disponible sur le périphérique",
                "ОШИБКА:  не удалось записать в файл \"base/pgsql_tmp/pgsql_tmp711.0\": На устройстве не осталось свободного места",
                "FEHLER:  konnte Datei »pg_tblspc/16400/PG_18_202506291/16384/16390« nicht erweitern: …",
                "PANIK:  konnte nicht in Datei »pg_wal/xlogtemp.711« schreiben: …"
            })
    void aFullDiskIsNotFilledTwiceWhateverLanguageTheServerSpeaks(String words) {
        failing(words);

        assertThat(attempts).containsExactly(4);
        assertThat(told).isEmpty();
    }

    /** They have a path, and another cause: one job alone may do. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR:  invalid page in block 0 of relation base/16384/2619",
                "ERROR:  invalid page in block 0 of relation \"base/16384/2619\"",
                "FEHLER:  ungültige Seite in Block 0 von Relation »base/16384/2619«",
                "ОШИБКА:  неверная страница в блоке 0 отношения \"base/16384/2619\"",
                "ERROR:  could not open file \"base/16384/2619\": Too many open files",
                "ERROR:  could not read blocks 0..1 in file \"base/16384/2619\": read only 0 of 8192 bytes",
                "ERROR:  duplicate key value | DETAIL:  Key (url)=(s3://b/base/2024/1.pdf) already exists.",
                "FEHLER:  doppelter Wert | DETAIL:  Schlüssel »(path)=(\"base/2024/1\")« existiert bereits.",
                "FEHLER:  …\nCONTEXT:  COPY files, Zeile 1, Spalte path: \"base/2024/1\"",
                "ERROR:  invalid input syntax for type integer: \"base/2024/1.pdf\"",
                "ERROR:  duplicate key | DETAIL:  Key (log)=(No space left on device) already exists."
            })
    void aPathAloneIsNoFullDisk(String words) {
        failing(words, "No connection.");

        assertThat(attempts).containsExactly(4, 1);
    }
}
