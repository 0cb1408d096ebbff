package dev.stillhouse.runner.command;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.alembic.BridgeLocation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the Python interpreter that has the project's Alembic. */
final class Interpreter {
    private static final List<String> FOLDERS = List.of(".venv", "venv");
    private static final List<String> PROGRAMS = List.of("python3", "python");

    /** There, the one on the PATH has no Alembic. */
    private static final String OF_THE_IMAGE = BridgeLocation.from(Map.of()).python();

    private Interpreter() {}

    /**
     * The interpreter, as an absolute path whose links are kept: they are what makes a virtual environment.
     *
     * @param named the one that was asked for, as a path or as a name to look for on the PATH
     */
    static Result<String> find(@Nullable String named, Path project, Map<String, String> environment) {
        String wanted = named == null ? environment.getOrDefault("STILLHOUSE_PYTHON", "") : named;
        if (!wanted.isEmpty()) {
            List<Path> places = wanted.contains("/") ? List.of(Path.of(wanted)) : onPath(List.of(wanted), environment);
            return first(
                    places,
                    "There is no interpreter " + wanted + ", which "
                            + (named == null ? "STILLHOUSE_PYTHON" : "--python") + " names, or it cannot be executed.");
        }
        List<Path> places = new ArrayList<>();
        String active = environment.getOrDefault("VIRTUAL_ENV", "");
        if (!active.isEmpty()) {
            places.add(Path.of(active, "bin", "python"));
        }
        FOLDERS.forEach(
                folder -> places.add(project.resolve(folder).resolve("bin").resolve("python")));
        places.add(Path.of(OF_THE_IMAGE));
        places.addAll(onPath(PROGRAMS, environment));
        return first(
                places,
                "No Python was found: no virtual environment is active, there is none in " + project
                        + ", and no python3 on the PATH. Activate the project's environment, or name its interpreter"
                        + " with --python.");
    }

    private static List<Path> onPath(List<String> programs, Map<String, String> environment) {
        List<Path> places = new ArrayList<>();
        for (String program : programs) {
            for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
                if (!folder.isEmpty()) {
                    places.add(Path.of(folder, program));
                }
            }
        }
        return places;
    }

    private static Result<String> first(List<Path> places, String otherwise) {
        return places.stream()
                .filter(place -> Files.isRegularFile(place) && Files.isExecutable(place))
                .findFirst()
                .map(place -> Result.ok(place.toAbsolutePath().toString()))
                .orElseGet(() -> Result.failed(Reason.PythonNotFound, otherwise));
    }
}
