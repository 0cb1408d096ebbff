package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.ProjectSource;
import dev.stillhouse.runner.project.alembic.BridgeLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the Alembic project is and what runs it. */
final class ProjectOptions {
    @Mixin
    AlembicOptions alembic = new AlembicOptions();

    @Option(
            names = "--path",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "The folder in which you would run alembic. Default: the current one.")
    Path path = Path.of(".");

    @Option(
            names = "--url-variable",
            paramLabel = "NAME",
            defaultValue = "DATABASE_URL",
            description =
                    "The environment variable from which the project's env.py reads its URL, if it does; it is set to"
                            + " the database that is used. Default: ${DEFAULT-VALUE}.")
    String urlVariable = "DATABASE_URL";

    @Option(
            names = "--hook",
            paramLabel = "MODULE:FUNCTION",
            description = "A function of the project that launches env.py, for projects that need more than that.")
    @Nullable
    String hook;

    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            description = "The interpreter that has the project's Alembic. Default: STILLHOUSE_PYTHON, then that of the"
                    + " active virtual environment, of .venv or venv in --path, and python3.")
    @Nullable
    String python;

    Path folder() {
        return path.toAbsolutePath().normalize();
    }

    RunRequest.Project project(AlembicOptions before) {
        AlembicOptions options = alembic.orElse(before);
        return new RunRequest.Project(
                folder().toString(),
                Objects.requireNonNullElse(options.config, AlembicOptions.DEFAULT_CONFIG),
                options.section,
                urlVariable,
                List.copyOf(options.x),
                hook,
                null);
    }

    /** The project, with the bridge as a child of this process, in the project's interpreter. */
    Result<ProjectSource> source(Map<String, String> environment) {
        return Interpreter.find(python, folder(), environment)
                .then(program -> Result.ok(new BridgeLocation(
                        null, program, BridgeLocation.from(environment).bridge())));
    }
}
