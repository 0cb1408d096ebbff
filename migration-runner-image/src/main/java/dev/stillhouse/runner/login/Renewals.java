package dev.stillhouse.runner.login;

import dev.stillhouse.runner.model.Trouble;

/**
 * Who hears of passwords that could not be renewed. One for the process, as its identity is: files with passwords are kept by
 * whoever starts a program, and the run tells.
 */
public final class Renewals {
    private static volatile Hearer hearer = new Log();

    private Renewals() {}

    /** Hears from a thread of its own. */
    public interface Hearer {
        /** The password that is there still holds for a while, and another one is asked for again soon. */
        void notRenewed(Trouble trouble);

        /** After a failure another one could be made. */
        void renewedAgain();
    }

    /** From now on this one hears. */
    public static void heardBy(Hearer next) {
        hearer = next;
    }

    static void failed(Trouble trouble) {
        hearer.notRenewed(trouble);
    }

    static void again() {
        hearer.renewedAgain();
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
