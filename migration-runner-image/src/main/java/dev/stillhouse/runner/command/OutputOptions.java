package dev.stillhouse.runner.command;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a command tells its result. */
final class OutputOptions {
    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "${COMPLETION-CANDIDATES}: what standard output gets. Progress goes to standard error either way."
                            + " Default: ${DEFAULT-VALUE}.")
    Format format = Format.text;

    @Option(
            names = {"-q", "--quiet"},
            description = "Tell no progress on standard error.")
    boolean quiet;

    /** Named as they are written on the command line. */
    enum Format {
        /** For people. */
        text,
        /** One JSON object on one line. */
        json
    }

    Terminal terminal(CommandLine line) {
        return new Terminal(line.getOut(), line.getErr(), format == Format.json, quiet);
    }

    @Override
    public String toString() {
        return format.name().toLowerCase(Locale.ROOT);
    }
}
