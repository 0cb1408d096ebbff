package dev.stillhouse.runner.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of Alembic's own command line, which may stand before the command as well as after it. */
final class AlembicOptions {
    static final String DEFAULT_CONFIG = "alembic.ini";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The Alembic configuration, relative to --path: an ini file or pyproject.toml. Default: "
                    + DEFAULT_CONFIG + ".")
    @Nullable
    String config;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "SECTION",
            description = "The section of the configuration. Default: alembic.")
    @Nullable
    String section;

    @Option(
            names = "-x",
            paramLabel = "ARGUMENT",
            description = "An argument for env.py, as \"alembic -x\" takes it. May be given several times.")
    List<String> x = new ArrayList<>();

    /** What was given after the command, completed by what was given before it. */
    AlembicOptions orElse(AlembicOptions before) {
        AlembicOptions both = new AlembicOptions();
        both.config = config == null ? before.config : config;
        both.section = section == null ? before.section : section;
        both.x.addAll(before.x);
        both.x.addAll(x);
        return both;
    }
}
