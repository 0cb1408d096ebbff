package dev.stillhouse.runner.login;

import dev.stillhouse.runner.model.Trouble;

/**
 * Who hears of passwords that could not be renewed. One for the process, as its identity is: files with passwords are kept by
 * whoever starts a program, and the run tells.
 */
public final class Renewals {
    private static Hearer hearer = new Log();

    /** The trouble that lasts, as it was told; empty when there is none. */
    private static String told = "";

    private Renewals() {}

    /** Hears from a thread of its own. */
    public interface Hearer {
        /** The password that is there still holds for a while, and another one is asked for again soon. */
        void notRenewed(Trouble trouble);

        /** After a failure another one could be made. */
        void renewedAgain();
    }

    /** From now on this one hears. */
    public static synchronized void heardBy(Hearer next) {
        if (next != hearer) {
            hearer = next;
            told = "";
        }
    }

    /** A password could not be renewed. The same trouble is told once, as it is tried again and again, and for several files. */
    static synchronized void failed(Trouble trouble) {
        if (!told.equals(trouble.message())) {
            told = trouble.message();
            hearer.notRenewed(trouble);
        }
    }

    /** A password was made, also for another file: the one with the trouble may have gone with the program that it was for. */
    static synchronized void made() {
        if (!told.isEmpty()) {
            told = "";
            hearer.renewedAgain();
        }
    }

    /** For commands that are no runs. */
    private static final class Log implements Hearer {
        @Override
        public void notRenewed(Trouble trouble) {
            System.err.println("A new token for the database is asked for again soon. " + trouble.message());
        }

        @Override
        public void renewedAgain() {}
    }
}
