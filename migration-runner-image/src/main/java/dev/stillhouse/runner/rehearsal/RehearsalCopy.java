package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.copies.Copies;
import dev.stillhouse.runner.copies.Copy;
import dev.stillhouse.runner.copies.CopyOrder;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.fingerprint.Fingerprint;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.RunLocks;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.project.MigrationProject;
import dev.stillhouse.runner.project.ProjectInCopy;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A copy of the schema with the database's version rows, in which the runner has a session, as in the database itself. */
final class RehearsalCopy {
    private static final String APPLICATION = CopyPurpose.REHEARSAL.application();

    /** Nobody else is in the copy: who waits for a lock there waits for himself. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private final Copy copy;
    private final Database session;
    private final RunLocks locks;
    private final RehearsalOrder order;
    private final Cancellation cancellation;

    private RehearsalCopy(
            Copy copy, Database session, RunLocks locks, RehearsalOrder order, Cancellation cancellation) {
        this.copy = copy;
        this.session = session;
        this.locks = locks;
        this.order = order;
        this.cancellation = cancellation;
    }

    static Result<RehearsalCopy> open(Copies copies, SchemaDump dump, RehearsalOrder order, Cancellation cancellation) {
        // Definitions take little of the disk; what they take is in what an empty server needs.
        return copies.open(new CopyOrder(dump.origin(), dump.folder(), 0, List.of(), false, 1))
                .then(copy -> {
                    Result<RehearsalCopy> ready = prepared(copy, dump).then(done -> entered(copy, order, cancellation));
                    if (ready instanceof Result.Failed<RehearsalCopy>) {
                        copy.drop();
                    }
                    return ready;
                });
    }

    private static Result<Copy> prepared(Copy copy, SchemaDump dump) {
        return new Connector(copy.url(), APPLICATION)
                .with(
                        connection -> {
                            dump.settings().giveTo(connection, copy.url().database());
                            return Result.ok(copy);
                        },
                        e -> new Trouble(
                                Reason.ConnectionFailed,
                                "The copy of the schema cannot be made ready: " + SqlWords.of(e) + "."));
    }

    private static Result<RehearsalCopy> entered(Copy copy, RehearsalOrder order, Cancellation cancellation) {
        RunLocks locks = RunLocks.draw(new SecureRandom());
        return Database.connect(copy.url(), APPLICATION, locks).then(session -> {
            try {
                session.lock().tryTake();
                return Result.ok(new RehearsalCopy(copy, session, locks, order, cancellation));
            } catch (SQLException e) {
                session.close();
                return Result.failed(
                        Reason.ConnectionFailed, "The copy of the schema cannot be locked: " + SqlWords.of(e) + ".");
            }
        });
    }

    /** The project, to work here. */
    ProjectInCopy project(MigrationProject project) {
        return project.inCopy(
                copy.url(),
                new RunRequest.Session(LOCK_TIMEOUT.toMillis(), order.statementTimeoutMillis(), copy.role()),
                APPLICATION,
                locks);
    }

    /** What the schema is now. */
    Result<Fingerprint> fingerprint() {
        return NeutralSession.open(copy.url(), copy.role(), APPLICATION, cancellation)
                .then(reading -> {
                    try (reading) {
                        return Fingerprint.read(reading, order.plan().versionTable());
                    }
                });
    }

    /** What is missing in it, a sentence for each. */
    List<String> notes() {
        return copy.notes();
    }

    /**
     * Drops it.
     *
     * @return what is left, a sentence
     */
    Optional<String> drop() {
        session.close();
        return copy.drop();
    }
}
