package dev.stillhouse.runner.project;

import java.util.List;

/** What a project asks while it works, and waits to be answered. */
public sealed interface ProjectQuestion {

    /**
     * Others wait who would write to these tables, and nothing has been done to them yet: may the step go on?
     *
     * @param tables as SQL names them
     */
    record Held(List<String> tables) implements ProjectQuestion {
        public Held {
            tables = List.copyOf(tables);
        }
    }
}
