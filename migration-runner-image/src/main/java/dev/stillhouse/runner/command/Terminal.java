package dev.stillhouse.runner.command;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Progress;
import dev.stillhouse.runner.decide.Redaction;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.output.ProgressSink;
import java.io.PrintWriter;
import java.util.List;

/**
 * Standard output for the result, standard error for everything else. With JSON there is exactly one object on standard
 * output, whatever happens. Safe for several threads.
 */
final class Terminal implements ProgressSink {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean quiet;
    private Redaction redaction = new Redaction(List.of());

    Terminal(PrintWriter out, PrintWriter err, boolean json, boolean quiet) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.quiet = quiet;
    }

    /** From now on these texts are taken out of what is told, besides those of which it was said before. */
    synchronized void hide(List<String> secrets) {
        redaction = redaction.and(secrets);
    }

    /** What is going on. */
    synchronized void say(String message) {
        if (!quiet) {
            err.println(redaction.text(Wording.forPeople(message)));
            err.flush();
        }
    }

    @Override
    public void write(Progress progress) {
        say(progress.message());
    }

    /** Tells the result and returns the exit code. A failure is no result: a person reads it among the messages. */
    synchronized int deliver(Answer answer) {
        if (json) {
            print(out, Json.write(answer.json()));
        } else {
            print(answer.code() == ExitCodes.FAILED ? err : out, answer.text());
        }
        return answer.code();
    }

    /** Tells why there is no result and returns the exit code. */
    int fail(Trouble trouble) {
        Trouble clean = redaction.trouble(trouble);
        JsonObject object = new JsonObject()
                .put("outcome", Outcome.Failed.name())
                .put("reason", clean.reason().name())
                .put("message", Wording.forPeople(clean.message()))
                .put("failure", ReportText.json(clean.failure()));
        int code = ExitCodes.of(clean.reason());
        if (json) {
            return deliver(new Answer("", object, code));
        }
        print(err, ReportText.failure(clean));
        return code;
    }

    private static void print(PrintWriter stream, String text) {
        if (!text.isEmpty()) {
            stream.println(text);
        }
        stream.flush();
    }
}
