package dev.stillhouse.runner.model;

import java.util.List;

/** What a step of a plan would send to the server, as far as that can be told before it runs. */
public sealed interface Rendering {

    String revision();

    /**
     * The step's statements, in order and whole.
     *
     * @param statements one may hold several, if the revision sends them as one text
     * @param varies whether they would be others the next time, as the revision asks for the time, chance or the machine
     */
    record Statements(String revision, List<String> statements, boolean varies) implements Rendering {
        public Statements {
            statements = List.copyOf(statements);
        }
    }

    /**
     * The statements are not known.
     *
     * @param problem why, in a sentence for a person
     */
    record Unknown(String revision, String problem) implements Rendering {}

    /**
     * The statements cannot be told without a database; these are what the step has sent in a copy of it, without rows. In the
     * database it may send others.
     *
     * @param problem why they cannot, in a sentence for a person
     */
    record Captured(String revision, List<String> statements, String problem) implements Rendering {
        public Captured {
            statements = List.copyOf(statements);
        }
    }

    /**
     * The statements are not known, as the revision does something else than to send them.
     *
     * @param problem that, in a sentence for a person
     * @param attempts what it tried, as words about "it"; nothing of it was done
     */
    record Reaching(String revision, String problem, List<String> attempts) implements Rendering {
        public Reaching {
            attempts = List.copyOf(attempts);
        }
    }
}
