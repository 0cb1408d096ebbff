package dev.stillhouse.runner.restore;

import java.util.List;
import java.util.Set;

/**
 * The server and the database that a restore goes to, as they were found.
 *
 * @param oid of the database; it stays when the name changes
 * @param serverMajor major version of the server
 * @param user who the runner is
 * @param owner role that owns the database
 * @param rights what the user may do
 * @param databases names of all databases of the server
 * @param preparedTransactions global identifiers of the prepared transactions in the database
 * @param missingRoles roles that the backup refers to and that the server does not have
 * @param outOfReach roles that the backup refers to and that the user can give nothing to
 * @param inTheWay sessions in the database that the user may not end
 * @param leftovers databases that earlier restores of this one began and did not finish
 * @param kept databases that earlier restores of this one replaced
 * @param replication logical replication slots and subscriptions of the database
 */
record Target(
        long oid,
        int serverMajor,
        String user,
        String owner,
        Rights rights,
        Set<String> databases,
        List<String> preparedTransactions,
        List<String> missingRoles,
        List<Stranger> outOfReach,
        List<Occupant> inTheWay,
        List<String> leftovers,
        List<String> kept,
        List<String> replication) {

    /**
     * What the user may do.
     *
     * @param createDatabases make and rename databases
     * @param ownDatabase act as the owner of the database
     * @param becomeOwner give things to the owner of the database
     * @param everything be a superuser, with the role that is set
     */
    record Rights(boolean createDatabases, boolean ownDatabase, boolean becomeOwner, boolean everything) {}

    /** A role that the user cannot become. */
    record Stranger(String role, boolean superuser) {}

    /** A session of somebody in the database. */
    record Occupant(int pid, String user, String application) {

        static String list(List<Occupant> all) {
            return String.join(", ", all.stream().map(Occupant::describe).toList());
        }

        String describe() {
            return "pid " + pid + " (user " + user + (application.isEmpty() ? "" : ", application " + application)
                    + ")";
        }
    }
}
