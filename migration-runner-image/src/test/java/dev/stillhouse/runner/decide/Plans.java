package dev.stillhouse.runner.decide;

import dev.stillhouse.report.Direction;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Step;
import java.util.ArrayList;
import java.util.List;

/** Plans in a line. */
public final class Plans {
    static final ServerIdentity SERVER = new ServerIdentity("shop", "17.6", "731", false);

    private Plans() {}

    /** From the first revision upwards through the others; "base" is no revision. */
    public static Plan up(String from, String... revisions) {
        List<Step> steps = new ArrayList<>();
        for (String revision : revisions) {
            steps.add(step(revision, List.of(revision)));
        }
        return plan(rows(from), Direction.UP, steps, List.of());
    }

    /** Takes back the revisions, each to the next one, the last to {@code to}. */
    public static Plan down(String to, String... revisions) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < revisions.length; i++) {
            steps.add(step(revisions[i], rows(i + 1 < revisions.length ? revisions[i + 1] : to)));
        }
        return plan(rows(revisions[0]), Direction.DOWN, steps, List.of());
    }

    static Plan none(String at) {
        return plan(rows(at), Direction.NONE, List.of(), List.of());
    }

    static Plan unknown(String row) {
        return plan(rows(row), Direction.NONE, List.of(), List.of(row));
    }

    static Step step(String revision, List<String> rowsAfter) {
        return new Step(revision, List.of(), "make " + revision, revision + ".py", "digest of " + revision, rowsAfter);
    }

    static Plan plan(List<String> current, Direction direction, List<Step> steps, List<String> unknown) {
        return new Plan(
                current,
                List.of(),
                List.of(),
                direction,
                steps,
                unknown,
                new Plan.VersionTable(null, "alembic_version"),
                false,
                new Plan.Connection("shop", "app", "10.0.0.7", 5432, "731", 4711, "psycopg", true));
    }

    private static List<String> rows(String revision) {
        return revision.equals("base") ? List.of() : List.of(revision);
    }
}
