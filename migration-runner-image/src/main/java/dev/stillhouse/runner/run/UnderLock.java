package dev.stillhouse.runner.run;

import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.project.Hold;
import java.util.List;

/**
 * A backup that is taken while the plan is applied, under the lock of the steps that take something.
 *
 * @param needed the backup
 * @param first number of the step at whose start it is taken
 * @param last number of the last step that takes something
 * @param tables whose writers wait
 */
record UnderLock(BackupNeed.Needed needed, int first, int last, List<QualifiedName> tables) {
    UnderLock {
        tables = List.copyOf(tables);
    }

    Hold hold() {
        return new Hold(first, last, tables.stream().map(QualifiedName::quoted).toList());
    }
}
