package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** COPY with a program of the server, or to a file of the server. */
final class CopyOutside implements Rule {
    @Override
    public String id() {
        return "copy-outside";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("CopyStmt");
    }

    @Override
    public List<String> judge(Subject subject) {
        String file = subject.tree().text("filename");
        if (subject.tree().flag("is_program")) {
            return List.of("runs the program \"" + file + "\" on the database server");
        }
        if (file.isEmpty() || subject.tree().flag("is_from")) {
            return List.of();
        }
        return List.of("overwrites the file " + file + " on the database server");
    }
}
