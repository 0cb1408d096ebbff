package dev.stillhouse.runner.command;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who runs the command: shown to others who find its sessions in the database. */
final class Person {
    private Person() {}

    /** {@code user@host}; a part that is not known is left out. */
    static String name() {
        String user = System.getProperty("user.name", "");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return user.isEmpty() ? "command line" : user;
        }
    }
}
