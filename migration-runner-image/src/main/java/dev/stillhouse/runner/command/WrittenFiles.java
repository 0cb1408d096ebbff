package dev.stillhouse.runner.command;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.WrittenRevision;
import java.util.List;

/** Tells which revision files were written. */
final class WrittenFiles {
    private WrittenFiles() {}

    static Answer answer(List<WrittenRevision> written) {
        List<JsonObject> files = written.stream()
                .map(file -> new JsonObject().put("revision", file.revision()).put("file", file.file()))
                .toList();
        String text = written.isEmpty()
                ? "No file was written: the project's process_revision_directives wanted none."
                : String.join("\n", written.stream().map(WrittenRevision::file).toList());
        return Answer.done(text, new JsonObject().put("written", files));
    }
}
