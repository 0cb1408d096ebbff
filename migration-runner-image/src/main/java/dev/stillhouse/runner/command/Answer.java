package dev.stillhouse.runner.command;

import dev.stillhouse.runner.json.JsonObject;

/**
 * What a command has to say in the end.
 *
 * @param text for a person; ends without a line feed
 * @param json the same for a program
 * @param code of {@link ExitCodes}
 */
record Answer(String text, JsonObject json, int code) {

    static Answer done(String text, JsonObject json) {
        return new Answer(text, json, ExitCodes.DONE);
    }
}
