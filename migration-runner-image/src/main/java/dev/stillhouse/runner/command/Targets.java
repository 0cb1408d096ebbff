package dev.stillhouse.runner.command;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Revision expressions among the parameters. A relative one looks like an option ({@code -1}), so unknown options arrive
 * as parameters too and are told apart here.
 */
final class Targets {
    private static final Pattern RELATIVE = Pattern.compile("-\\d+");

    private Targets() {}

    /** The parameters; wrong use if one of them can only be a mistyped option. */
    static List<String> checked(CommandSpec spec, List<String> parameters) {
        for (String parameter : parameters) {
            if (parameter.startsWith("-") && !RELATIVE.matcher(parameter).matches()) {
                throw new ParameterException(spec.commandLine(), "Unknown option: '" + parameter + "'");
            }
        }
        return List.copyOf(parameters);
    }
}
