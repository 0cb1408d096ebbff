package dev.stillhouse.runner.model;

import java.util.random.RandomGenerator;

/**
 * The advisory locks of one run. PostgreSQL keeps them per database, shows them to everybody, and releases them when a
 * session ends, whatever became of its client: by them sessions know each other where process ids, names and addresses
 * say nothing.
 *
 * @param runner shared by the runner's own session: a session that sees it is in the same database of the same server
 * @param sessions shared by each session of the project that is in the database which is migrated
 */
public record RunLocks(LockKey runner, LockKey sessions) {
    /** "STIL" and "HOUS" in ASCII: lets one run at a time work on a database. Held by the runner's own session. */
    public static final LockKey DATABASE = new LockKey(0x5354494C, 0x484F5553);

    /**
     * "STIL" and "WORK": held by the project's session that migrates, until it ends. It keeps other runs out where the
     * runner has lost its own session, or has died, and the server still works for the project.
     */
    public static final LockKey WORK = new LockKey(0x5354494C, 0x574F524B);

    /** Locks that no other run has. */
    public static RunLocks draw(RandomGenerator random) {
        int run = random.nextInt(1, Integer.MAX_VALUE);
        int half = random.nextInt(1, Integer.MAX_VALUE / 2);
        return new RunLocks(new LockKey(run, 2 * half), new LockKey(run, 2 * half + 1));
    }
}
