package dev.stillhouse.runner.postgres;

/** What a copy of a database is made for, in the words for those to whom it is not given. */
public enum CopyPurpose {
    /** To show that a backup can be restored. */
    VERIFICATION(
            "stillhouse verification",
            "the backup",
            "have the copy made on the database's own server (spec.copies.where: SameServer), ",
            "set spec.backup.verify: Digest, which does not show that the backup can be restored"),
    /** To try a plan. */
    REHEARSAL("stillhouse rehearsal", "the schema", "", "set spec.rehearsal: Never, so that plans are not tried first");

    private final String application;
    private final String what;
    private final String elsewhere;
    private final String otherwise;

    CopyPurpose(String application, String what, String elsewhere, String otherwise) {
        this.application = application;
        this.what = what;
        this.elsewhere = elsewhere;
        this.otherwise = otherwise;
    }

    /** As {@code pg_stat_activity} shows the sessions in the copy. */
    public String application() {
        return application;
    }

    /** What is restored there. */
    public String what() {
        return what;
    }

    /** The same at the beginning of a sentence. */
    public String asSubject() {
        return Character.toUpperCase(what.charAt(0)) + what.substring(1);
    }

    /** Where else it may be made, a clause before others; empty if nowhere. */
    public String elsewhere() {
        return elsewhere;
    }

    /** How to do without a copy, a clause. */
    public String otherwise() {
        return otherwise;
    }
}
