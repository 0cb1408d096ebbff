package dev.stillhouse.runner.run;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.PlanKeeping;
import dev.stillhouse.report.Progress;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.decide.BackupWords;
import dev.stillhouse.runner.decide.CommitsInside;
import dev.stillhouse.runner.decide.GapWords;
import dev.stillhouse.runner.decide.Pending;
import dev.stillhouse.runner.decide.PlanScript;
import dev.stillhouse.runner.decide.Redaction;
import dev.stillhouse.runner.decide.RenewalWords;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.login.Renewals;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.output.PlanChunks;
import dev.stillhouse.runner.output.ProgressSink;
import dev.stillhouse.runner.output.StepLines;
import dev.stillhouse.runner.project.ProjectEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the run has learnt so far; tells it line by line, and whole in the end. Safe for several threads. */
public final class Journal implements Renewals.Hearer {
    private final StepLines lines;
    private final Clock clock;
    private final Map<Phase, Long> phaseMillis = new EnumMap<>(Phase.class);
    private Redaction redaction = new Redaction(List.of());
    private Secrecy secrecy = new Secrecy(PlanKeeping.Full);
    private Phase phase = Phase.OBSERVE;
    private long phaseStart = System.nanoTime();
    private @Nullable ServerIdentity server;
    private @Nullable Plan plan;
    private @Nullable String digest;
    private @Nullable List<String> after;
    private @Nullable Integer step;
    private @Nullable String revision;
    private boolean insideStep;
    private int done;
    private CommitsInside inside = CommitsInside.NONE;
    private @Nullable List<Finding> destructive;
    private @Nullable List<String> known;
    private RunReport.@Nullable Backup backup;
    private RunReport.@Nullable Rehearsal rehearsal;
    private @Nullable List<String> committedRows;
    private @Nullable Trouble renewal;

    public Journal(ProgressSink sink, Clock clock) {
        this.lines = new StepLines(sink);
        this.clock = clock;
    }

    /** From now on these texts are taken out of what is told, besides those of which it was said before. */
    public synchronized void hide(List<String> secrets) {
        redaction = redaction.and(secrets);
    }

    /** From now on no more than that is told of the SQL of the run. */
    synchronized void keeps(PlanKeeping keeping) {
        secrecy = new Secrecy(keeping);
    }

    public synchronized void enter(Phase next, String message) {
        enter(next);
        say(message);
    }

    synchronized void enter(Phase next) {
        closePhase();
        phase = next;
    }

    public synchronized void say(String message) {
        lines.write(line(() -> message, null).get());
    }

    private void sayOfStep(Supplier<String> message) {
        lines.writeStep(line(message, null));
    }

    synchronized void reached(ServerIdentity identity) {
        server = identity;
        say("Connected to database " + identity.database() + " on PostgreSQL " + identity.serverVersion() + ".");
    }

    /** The database that a stored backup is of. */
    synchronized void holds(ServerIdentity identity) {
        server = identity;
    }

    synchronized void planned(Plan made, @Nullable String planDigest) {
        plan = made;
        digest = planDigest;
        after = made.current();
    }

    /** What data the plan can lose. */
    synchronized void reviewed(List<Finding> findings) {
        destructive = findings;
    }

    /** What trying the plan on a copy has shown. */
    synchronized void rehearsed(RunReport.Rehearsal shown) {
        rehearsal = new RunReport.Rehearsal(shown.outcome(), redaction.findings(shown.findings()), shown.locks());
    }

    /** The same without what may not be told. */
    synchronized Trouble told(Trouble trouble) {
        return redaction.trouble(secrecy.trouble(trouble));
    }

    /** The newest revisions of a project that does not know where the database is. */
    synchronized void knows(List<String> revisions) {
        known = revisions;
    }

    boolean keepsPlans() {
        return lines.keepsPlans() && !secrecy().forbidsPlans();
    }

    /** The whole plan, for those who read it before it runs, or after. A run that is given up does not wait for it. */
    void keep(PlanScript script) {
        if (!keepsPlans()) {
            return;
        }
        Redaction hiding = redaction();
        PlanScript told = secrecy().script(script);
        PlanChunks.cut(text -> told.write(piece -> text.accept(hiding.text(piece))), lines::write);
    }

    private synchronized Redaction redaction() {
        return redaction;
    }

    private synchronized Secrecy secrecy() {
        return secrecy;
    }

    /** How far the backup is. */
    synchronized void backup(RunReport.Backup standing) {
        backup = standing;
        say(
                standing.reused() == null
                        ? "The backup " + standing.location() + " is " + standing.state() + "."
                        : BackupWords.used(standing));
    }

    /** What was written since the backup's snapshot, now that the first step is about to begin. */
    synchronized void gap(RunReport.Gap gap) {
        if (backup != null) {
            backup = backup.with(gap);
        }
        say(GapWords.told(gap));
    }

    /** How long others have waited who would write to these tables, so that nothing was written since the snapshot. */
    synchronized void waited(List<QualifiedName> tables, long millis) {
        gap(new RunReport.Gap(
                0,
                0L,
                tables.stream()
                        .limit(RunReport.Gap.TABLES)
                        .map(table -> new RunReport.WrittenTable(table.toString(), 0))
                        .toList(),
                millis));
    }

    /** Version rows as they are now; absent when they could not be read. */
    synchronized void stands(@Nullable List<String> rows) {
        after = rows;
    }

    /** The plan is applied from its beginning once more: what its steps did was taken back. */
    synchronized void beginsAgain() {
        step = null;
        revision = null;
        insideStep = false;
        done = 0;
    }

    synchronized void event(ProjectEvent event) {
        switch (event) {
            case ProjectEvent.Connected connected -> {}
            case ProjectEvent.Rendered rendered -> {}
            case ProjectEvent.StepBroken broken -> {}
            case ProjectEvent.StepObserved observed -> {}
            case ProjectEvent.CommitsUnseen unseen -> inside = inside.andPossible(unseen.index());
            case ProjectEvent.StepStarted started -> started(started.index(), started.total(), started.revision());
            case ProjectEvent.StepFinished finished -> {
                // Of a quick step nothing was told before. An env.py that tries again leaves a step without an end.
                if (!insideStep || !Objects.equals(step, finished.index())) {
                    started(finished.index(), finished.total(), finished.revision());
                }
                done = finished.index();
                insideStep = false;
                sayOfStep(() ->
                        "Step " + finished.index() + " of " + finished.total() + " took " + finished.millis() + " ms.");
            }
            case ProjectEvent.Committed committed -> {
                committedRows = committed.rows();
                inside = partOfStep(committed.rows()) ? inside.andTold(Objects.requireNonNull(step)) : inside;
                sayOfStep(() -> "Committed: the database is at " + Rows.text(committed.rows()) + ".");
            }
        }
    }

    private void started(int index, int total, String working) {
        step = index;
        revision = working;
        insideStep = true;
        String title = title(index, working);
        sayOfStep(() -> "Step " + index + " of " + total + ": " + title);
    }

    /** Whether the project has committed anything while it applied, or may have. */
    synchronized boolean mayHaveCommitted() {
        return committedRows != null || inside.possible() > 0;
    }

    synchronized CommitsInside commitsInside() {
        return inside;
    }

    @Override
    public synchronized void notRenewed(Trouble trouble) {
        renewal = trouble;
        say(RenewalWords.told(trouble));
    }

    @Override
    public synchronized void renewedAgain() {
        renewal = null;
        say("The database's token was renewed again.");
    }

    /** The report of a run that ends now. */
    public synchronized RunReport report(Outcome outcome, Trouble end) {
        closePhase();
        Trouble clean = told(end);
        List<String> pending = plan == null ? null : Pending.revisions(plan, after);
        return new RunReport(
                RunRequest.VERSION,
                outcome,
                clean.reason(),
                clean.message()
                        + BackupWords.remark(backup)
                        + (mayHaveChanged(outcome) ? GapWords.remark(backup) : "")
                        + (outcome == Outcome.Failed ? redaction.text(RenewalWords.remark(renewal)) : ""),
                database(),
                plan == null ? null : plan.current(),
                after,
                plan == null ? null : plan.target(),
                plan == null || digest == null
                        ? null
                        : new RunReport.Plan(
                                digest, plan.direction(), plan.steps().size(), plan.revisions(), destructive),
                done,
                pending == null ? null : Integer.valueOf(pending.size()),
                pending,
                known,
                clean.failure(),
                backup,
                rehearsal,
                Collections.unmodifiableMap(new EnumMap<>(phaseMillis)));
    }

    /** Whether the database may be another one than before the plan. */
    private boolean mayHaveChanged(Outcome outcome) {
        return outcome == Outcome.Succeeded
                || mayHaveCommitted()
                || after == null
                || plan != null && !plan.current().equals(after);
    }

    public RunReport failed(Trouble trouble) {
        return report(Outcome.Failed, trouble);
    }

    public RunReport succeeded(Reason reason, String message) {
        return report(Outcome.Succeeded, new Trouble(reason, message));
    }

    /** Writes the last line. */
    public synchronized void close(RunReport report) {
        lines.write(line(report::message, report).get());
    }

    /** The line of this moment. It is put into words later, without this object's lock: most lines about steps never are. */
    private Supplier<Progress> line(Supplier<String> message, @Nullable RunReport report) {
        Instant now = clock.instant();
        Redaction hiding = redaction;
        Phase inHand = phase;
        Integer at = step;
        Integer total = plan == null ? null : Integer.valueOf(plan.steps().size());
        Integer finished = plan == null ? null : Integer.valueOf(done);
        String working = revision;
        List<String> rows = committedRows;
        String planned = digest;
        RunReport.Backup wayBack = backup;
        return () -> new Progress(
                now.truncatedTo(ChronoUnit.MILLIS).toString(),
                inHand,
                hiding.text(message.get()),
                at,
                total,
                finished,
                working,
                rows,
                planned,
                wayBack,
                report);
    }

    private RunReport.@Nullable Database database() {
        return server == null
                ? null
                : new RunReport.Database(
                        server.systemIdentifier(),
                        server.database(),
                        server.serverVersion(),
                        plan == null ? null : plan.versionTable().toString());
    }

    /** True for a commit that a revision made by itself, before its own row was written. */
    private boolean partOfStep(List<String> rows) {
        return insideStep
                && plan != null
                && step != null
                && step <= plan.steps().size()
                && !plan.steps().get(step - 1).rowsAfter().equals(rows);
    }

    private String title(int index, String fallback) {
        return plan == null || index < 1 || index > plan.steps().size()
                ? fallback
                : plan.steps().get(index - 1).title();
    }

    private void closePhase() {
        long now = System.nanoTime();
        phaseMillis.merge(phase, (now - phaseStart) / 1_000_000, Long::sum);
        phaseStart = now;
    }
}
