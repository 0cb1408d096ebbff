package dev.stillhouse.runner.run;

import dev.stillhouse.report.CopyPlace;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport.Rehearsal;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.Gate;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.rehearsal.RehearsalOrder;
import dev.stillhouse.runner.rehearsal.Rehearsals;
import dev.stillhouse.runner.rehearsal.Shown;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.util.Map;

/** The phase rehearse, if that is wanted: the plan is tried on a copy of the schema. */
final class Rehearse implements RunPhase {
    private final DatabaseUrl url;
    private final Map<String, String> environment;
    private final Journal journal;
    private final Stop stop;

    Rehearse(DatabaseUrl url, Map<String, String> environment, Journal journal, Stop stop) {
        this.url = url;
        this.environment = environment;
        this.journal = journal;
        this.stop = stop;
    }

    @Override
    public PhaseResult run(RunState state) {
        RunRequest.Rehearsal wanted = state.request().rehearsal();
        if (wanted == null || !state.request().rehearses() || !mayRun(state)) {
            return PhaseResult.next(state);
        }
        journal.enter(Phase.REHEARSE, "Trying the plan on a copy of the schema.");
        Cancellation cancellation = new Cancellation();
        stop.react(() -> {
            cancellation.now();
            state.opened().project().abandon();
        });
        try {
            return tried(state, Path.of(wanted.scratch()), cancellation)
                    .fold(shown -> told(state, shown), trouble -> PhaseResult.failed(stopped(trouble)));
        } finally {
            stop.react(state.opened().project()::abandon);
        }
    }

    /** A plan that may not run, whatever its steps do, is not tried. */
    private static boolean mayRun(RunState state) {
        return !state.plan().steps().isEmpty()
                && Gate.refusal(state.request(), state.plan(), state.opened().server())
                        .isEmpty();
    }

    private Result<Shown> tried(RunState state, Path scratch, Cancellation cancellation) {
        RunRequest request = state.request();
        RehearsalOrder order = new RehearsalOrder(
                url,
                request.session().role(),
                scratch,
                request.targets(),
                state.plan(),
                request.session().statementTimeoutMillis());
        return inPod(request)
                .then(place -> PgTools.find(environment))
                .fold(
                        tools -> new Rehearsals(tools, environment, journal::say, journal::told, cancellation)
                                .rehearse(state.opened().project(), order),
                        trouble -> Result.ok(Shown.impossible(state.plan(), trouble)));
    }

    /**
     * Refuses any other place: roles, settings of databases and whatever else a server has once would be changed by the steps on
     * a server that others use, before anybody has decided that they may run.
     */
    private static Result<CopyPlace> inPod(RunRequest request) {
        RunRequest.Copies copies = request.copies();
        return copies == null || copies.where() == CopyPlace.Pod
                ? Result.ok(CopyPlace.Pod)
                : Result.failed(
                        Reason.BackupNotVerifiable,
                        "Plans are tried in the runner's own PostgreSQL only, and copies are to be made elsewhere"
                                + " (spec.copies.where: "
                                + copies.where()
                                + "): what a step does to roles and other things that a server has once would be done there.");
    }

    private PhaseResult told(RunState state, Shown shown) {
        Rehearsal rehearsal = shown.rehearsal();
        journal.rehearsed(rehearsal);
        rehearsal.findings().forEach(finding -> journal.say(finding.revision() + ": " + finding.message()));
        journal.say(
                switch (rehearsal.outcome()) {
                    case Passed -> "The plan was tried on a copy of the schema: there, back, and there again.";
                    case Failed -> "The plan was tried on a copy of the schema, and fails there.";
                    case Impossible -> "The plan could not be tried on a copy of the schema, or not to its end.";
                    default -> "The plan was tried on a copy of the schema, and something was found.";
                });
        return PhaseResult.next(state.tried(shown));
    }

    private Trouble stopped(Trouble trouble) {
        return stop.cause()
                .map(cause -> new Trouble(
                        cause.reason(),
                        cause.sentence() + " while the plan was tried on a copy. Nothing was changed."
                                + cause.advice()))
                .orElse(trouble);
    }
}
