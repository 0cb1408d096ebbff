package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.project.ProjectAnswer;
import dev.stillhouse.runner.project.ProjectListener;
import dev.stillhouse.runner.project.ProjectQuestion;
import java.io.IOException;

/** Makes the answer to a question while the connection is still read: its end means that nobody waits for it any more. */
final class Answering {
    private final ProjectListener listener;
    private final Thread thread;

    private Answering(ProjectListener listener, Thread thread) {
        this.listener = listener;
        this.thread = thread;
    }

    /** Takes the answer to the bridge. */
    interface Sending {
        void send(ProjectAnswer answer) throws IOException, MalformedJson;
    }

    static Answering begin(ProjectListener listener, ProjectQuestion question, Sending sending) {
        Thread thread = Thread.ofPlatform().daemon().name("answer").start(() -> {
            ProjectAnswer answer = ProjectAnswer.ABANDON;
            try {
                answer = listener.answer(question);
            } finally {
                deliver(sending, answer);
            }
        });
        return new Answering(listener, thread);
    }

    private static void deliver(Sending sending, ProjectAnswer answer) {
        try {
            sending.send(answer);
        } catch (IOException | MalformedJson e) {
            // Who reads the connection sees its end.
        }
    }

    /** Waits for its end, which comes soon where nobody waits for the answer. */
    void end() {
        if (thread.isAlive()) {
            listener.unasked();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
