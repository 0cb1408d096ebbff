package dev.stillhouse.runner.restore;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.fingerprint.PlainNames;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.restore.Target.Occupant;
import dev.stillhouse.runner.restore.Target.Stranger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known to make a restore fail, before anything is touched. Pure. */
final class Refusals {
    private static final int TRANSACTION_TIMEOUT_SINCE = 17;
    private static final int PUBLIC_OF_OWNER_SINCE = 15;
    private static final String UNTOUCHED = " Nothing was touched.";

    private Refusals() {}

    /**
     * Why it is refused.
     *
     * @param verifiedSince whether a backup that could not be verified when it was taken was verified later
     * @param restorer who restores, with the role that is set
     * @param toolsMajor major version of pg_restore
     */
    static Optional<Trouble> check(
            RestoreMode mode,
            Manifest backup,
            boolean verifiedSince,
            Target target,
            String restorer,
            DatabaseNames names,
            int toolsMajor) {
        return partial(mode, backup, names)
                .or(() -> verifiedSince ? Optional.empty() : unverified(mode, backup, names))
                .or(() -> version(backup, target))
                .or(() -> tools(backup, toolsMajor))
                .or(() -> roles(target))
                .or(() -> mode == RestoreMode.InPlace ? olderServer(target, toolsMajor) : creation(target))
                .or(() -> mode == RestoreMode.Swap ? renaming(target, names) : Optional.empty())
                .or(() -> mode == RestoreMode.NewDatabase ? Optional.empty() : owners(mode, backup, target, names))
                .or(() -> mode == RestoreMode.InPlace && !target.rights().everything()
                        ? creators(backup, restorer)
                        : Optional.empty());
    }

    /** What has the rows of some tables only takes the place of nothing. */
    private static Optional<Trouble> partial(RestoreMode mode, Manifest backup, DatabaseNames names) {
        return backup.scope() == BackupScope.Database || mode == RestoreMode.NewDatabase
                ? Optional.empty()
                : refuse(
                        Reason.BackupPartial,
                        missing(backup) + ", and the mode " + mode + " would put it in the place of all that is in "
                                + names.database() + "." + UNTOUCHED
                                + " Restore it with the mode NewDatabase (stillhouse restore --mode new-database), which"
                                + " puts it beside that, and copy the rows from there; or choose a backup with the scope"
                                + " Database.");
    }

    private static String missing(Manifest backup) {
        return backup.excluded() == null
                ? "The backup has the rows of some tables only (" + String.join(", ", rowsOf(backup)) + ")"
                : "The backup has not everything (" + backup.excluded().sentence() + ")";
    }

    /** What nobody has shown to be good takes the place of nothing. */
    private static Optional<Trouble> unverified(RestoreMode mode, Manifest backup, DatabaseNames names) {
        return backup.unverified() == null || mode == RestoreMode.NewDatabase
                ? Optional.empty()
                : refuse(
                        Reason.BackupNotVerifiable,
                        "The backup could not be verified when it was taken (" + backup.unverified()
                                + "), and the mode " + mode + " would put it in the place of what is in "
                                + names.database() + "." + UNTOUCHED
                                + " Have it verified (stillhouse verify, and then stillhouse restore --verified); or"
                                + " restore it with the mode NewDatabase (--mode new-database), which puts it beside"
                                + " that.");
    }

    /** For a person. */
    static List<String> rowsOf(Manifest backup) {
        List<String> names = Objects.requireNonNullElse(backup.rowsOf(), List.of());
        int more = backup.contents().tables().size() - names.size();
        return more == 0
                ? names
                : Stream.concat(names.stream(), Stream.of("and " + more + " more"))
                        .toList();
    }

    private static Optional<Trouble> version(Manifest backup, Target target) {
        int major = major(backup.origin().serverVersion());
        return major <= target.serverMajor()
                ? Optional.empty()
                : refuse(
                        Reason.RestoreFailed,
                        "The backup is of PostgreSQL " + backup.origin().serverVersion() + ", and the server is "
                                + target.serverMajor() + ", which may not understand what is in it." + UNTOUCHED
                                + " Restore it into a server of version " + major + " or newer.");
    }

    private static Optional<Trouble> tools(Manifest backup, int toolsMajor) {
        int major = major(backup.pgDump());
        return major <= toolsMajor
                ? Optional.empty()
                : refuse(
                        Reason.RestoreFailed,
                        "The backup was made with pg_dump " + backup.pgDump() + ", and pg_restore here is of version "
                                + toolsMajor + ", which cannot read it." + UNTOUCHED
                                + " Use a runner image (or client programs) of PostgreSQL " + major + " or newer.");
    }

    private static Optional<Trouble> roles(Target target) {
        if (target.missingRoles().isEmpty()) {
            return Optional.empty();
        }
        return refuse(
                Reason.RestoreFailed,
                "Objects in the backup belong to, are granted to, or name (regrole) roles that this server does not have: "
                        + String.join(", ", target.missingRoles()) + "." + UNTOUCHED + " Create them first: "
                        + String.join(
                                "; ",
                                target.missingRoles().stream()
                                        .map(role -> "CREATE ROLE " + Sql.quote(role))
                                        .toList())
                        + ".");
    }

    /**
     * What belongs to somebody who cannot get it back is not put in the place of what that one has: nobody else may use it as
     * he does.
     */
    private static Optional<Trouble> owners(RestoreMode mode, Manifest backup, Target target, DatabaseNames names) {
        List<Circumstance> theirs = backup.circumstances().stream()
                .filter(it -> stranger(it, target).isPresent() && !isTheServers(it.subject(), backup))
                .toList();
        if (theirs.isEmpty()) {
            return Optional.empty();
        }
        List<Stranger> owners = theirs.stream()
                .flatMap(it -> stranger(it, target).stream())
                .distinct()
                .toList();
        String remedies = owners.stream()
                .map(owner -> owner.superuser()
                        ? "What belongs to " + owner.role() + " only a superuser can bring back."
                        : "As a superuser: GRANT " + Sql.quote(owner.role()) + " TO " + Sql.quote(target.user()) + ";")
                .collect(Collectors.joining(" "));
        return refuse(
                Reason.BackupNotPermitted,
                "The user " + target.user() + " cannot give back what belongs to others in the backup ("
                        + CircumstanceWords.some(
                                theirs.stream()
                                        .map(it -> it.kind() == Circumstance.Kind.Owner
                                                ? it.subject() + " of " + String.join(", ", it.facts())
                                                : it.subject())
                                        .toList(),
                                "; ")
                        + "), and the mode " + mode + " would put it in the place of what is in " + names.database()
                        + "." + UNTOUCHED + " " + remedies + " Or restore it with the mode NewDatabase, beside that,"
                        + " where all of this will belong to " + target.user() + ".");
    }

    /** Whose it is, if the user can give that one nothing. */
    private static Optional<Stranger> stranger(Circumstance it, Target target) {
        String subject = PlainNames.in(it.subject());
        return target.outOfReach().stream()
                .filter(one -> {
                    String role = PlainNames.in(Sql.quote(one.role()));
                    return switch (it.kind()) {
                        case Owner -> it.facts().stream().map(PlainNames::in).anyMatch(role::equals);
                        case LargeObjects -> subject.equals("large objects of " + role);
                        case DefaultPrivileges -> subject.startsWith("default privileges of " + role + " ");
                        default -> false;
                    };
                })
                .findFirst();
    }

    /** Who owns a thing has to be allowed to create where it lies, which only a superuser may pass over. */
    private static Optional<Trouble> creators(Manifest backup, String user) {
        List<String> missing = CreateRights.missingInPlace(backup.circumstances(), user);
        return missing.isEmpty()
                ? Optional.empty()
                : refuse(
                        Reason.BackupNotPermitted,
                        "In the backup are things in schemas that belong to somebody else. The mode InPlace makes these"
                                + " schemas anew, and before it gives the things to their owners the user " + user
                                + " would have to run: " + CircumstanceWords.some(missing, "; ") + "." + UNTOUCHED
                                + " Use the mode Swap or NewDatabase, which do that; or a superuser.");
    }

    /** What is in every new database, and in no dump. */
    private static boolean isTheServers(String subject, Manifest backup) {
        return subject.equals("LANGUAGE sql")
                || subject.equals("SCHEMA public") && backup.origin().majorVersion() < PUBLIC_OF_OWNER_SINCE;
    }

    /** pg_restore sets transaction_timeout first: in one transaction that is its end where there is no such setting. */
    private static Optional<Trouble> olderServer(Target target, int toolsMajor) {
        return target.serverMajor() >= TRANSACTION_TIMEOUT_SINCE || toolsMajor < TRANSACTION_TIMEOUT_SINCE
                ? Optional.empty()
                : refuse(
                        Reason.RestoreFailed,
                        "The server is PostgreSQL " + target.serverMajor() + ", and pg_restore " + toolsMajor
                                + " cannot restore in place into servers before " + TRANSACTION_TIMEOUT_SINCE + "."
                                + UNTOUCHED + " Use the mode Swap or NewDatabase.");
    }

    private static Optional<Trouble> creation(Target target) {
        if (!target.rights().createDatabases()) {
            return refuse(
                    Reason.BackupNotPermitted,
                    "The user " + target.user() + " may not create databases, and a backup is restored into a new one."
                            + UNTOUCHED + " As a superuser: ALTER ROLE " + Sql.quote(target.user()) + " CREATEDB;");
        }
        return Optional.empty();
    }

    private static Optional<Trouble> renaming(Target target, DatabaseNames names) {
        if (!target.rights().ownDatabase() || !target.rights().becomeOwner()) {
            return refuse(
                    Reason.BackupNotPermitted,
                    "The database " + names.database() + " belongs to " + target.owner() + ", and the user "
                            + target.user() + " may not rename it." + UNTOUCHED + " As a superuser: GRANT "
                            + Sql.quote(target.owner()) + " TO " + Sql.quote(target.user()) + "; or ALTER DATABASE "
                            + Sql.quote(names.database()) + " OWNER TO " + Sql.quote(target.user()) + ";");
        }
        if (!target.preparedTransactions().isEmpty()) {
            return refuse(
                    Reason.RestoreFailed,
                    "The database has prepared transactions, and cannot be renamed while it has: "
                            + String.join(", ", target.preparedTransactions()) + "." + UNTOUCHED
                            + " End each in it with COMMIT PREPARED or ROLLBACK PREPARED.");
        }
        return Optional.empty();
    }

    /** What to say of sessions that are in the way of the swap. */
    static String mayNotEnd(List<Occupant> sessions, String user) {
        return "The user " + user + " may not end sessions in the database that is to be replaced: "
                + Occupant.list(sessions)
                + ". End them, or allow it: as a superuser, GRANT pg_signal_backend TO " + Sql.quote(user)
                + "; those of superusers only a superuser can end.";
    }

    private static Optional<Trouble> refuse(Reason reason, String message) {
        return Optional.of(new Trouble(reason, message));
    }

    private static int major(String version) {
        int end = 0;
        while (end < version.length() && Character.isDigit(version.charAt(end))) {
            end++;
        }
        return end == 0 ? 0 : Integer.parseInt(version.substring(0, end));
    }
}
