package dev.stillhouse.runner.project;

import java.util.List;

/**
 * Tables whose writers are to wait while a plan is applied.
 *
 * @param step number of the step at whose start they are locked, and the project asks whether to go on
 * @param last number of the step to whose end no transaction may end that holds them
 * @param tables as SQL names them
 */
public record Hold(int step, int last, List<String> tables) {
    public Hold {
        tables = List.copyOf(tables);
    }
}
