package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands in the documentation are those that there are. After a change write them anew with
 * {@code mvn test -pl crds,migration-runner-image -Dtest=CommandLineReferenceTest -Dreference.update=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class CommandLineReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "command-line.md");
    private static final String MARK = "a test compares them.\n\n";
    private static final Map<String, Object> SHARED = new TreeMap<>(Map.of(
            "The project", new ProjectOptions(),
            "The database", new DatabaseOptions(),
            "The place for backups", new StorageOptions(),
            "The output", new OutputOptions()));

    private static final List<String> ORDER =
            List.of("The project", "The database", "The place for backups", "The output");

    @Test
    void commands_are_what_the_program_has() throws IOException {
        String page = Files.readString(REFERENCE);
        String generated = page.substring(0, page.indexOf(MARK)) + MARK + commands();
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(REFERENCE, generated);
        }
        assertThat(REFERENCE).content().isEqualTo(generated);
    }

    private static String commands() {
        Map<String, CommandLine> commands =
                new TreeMap<>(Stillhouse.commandLine(Map.of()).getSubcommands());
        String sections = commands.values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .map(CommandLineReferenceTest::section)
                .collect(Collectors.joining("\n"));
        String shared = SHARED.entrySet().stream()
                .map(entry -> "\n### " + entry.getKey() + "\n\n"
                        + table(CommandSpec.forAnnotatedObject(entry.getValue()).options()))
                .collect(Collectors.joining());
        return sections + shared;
    }

    private static String section(CommandSpec command) {
        List<OptionSpec> own = command.options().stream()
                .filter(option -> !option.usageHelp() && !sharedNames(command).contains(option.longestName()))
                .toList();
        StringBuilder text = new StringBuilder("### `" + command.name() + "`\n\n");
        text.append(String.join(" ", command.usageMessage().description())).append("\n\n```\n");
        text.append(command.qualifiedName()).append(" [OPTIONS]");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            text.append(parameter.arity().min() == 0 ? " [" : " ")
                    .append(parameter.paramLabel())
                    .append(parameter.arity().isVariable() ? "…" : "")
                    .append(parameter.arity().min() == 0 ? "]" : "");
        }
        text.append("\n```\n\n");
        List<String> shared = shared(command).stream()
                .map(title -> "[%s](#%s)"
                        .formatted(
                                title.toLowerCase(Locale.ROOT),
                                title.toLowerCase(Locale.ROOT).replace(' ', '-')))
                .toList();
        text.append("Options of ").append(String.join(", ", shared.subList(0, shared.size() - 1)));
        text.append(shared.size() > 1 ? " and " : "").append(shared.getLast());
        boolean more = !own.isEmpty() || !command.positionalParameters().isEmpty();
        text.append(more ? ", and:\n\n" : ".\n");
        return more ? text + header() + rows(command.positionalParameters()) + rows(own) : text.toString();
    }

    /** Titles of the groups of options that a command has whole. */
    private static List<String> shared(CommandSpec command) {
        return ORDER.stream()
                .filter(title ->
                        options(title).stream().allMatch(option -> command.findOption(option.longestName()) != null))
                .toList();
    }

    private static Set<String> sharedNames(CommandSpec command) {
        return shared(command).stream()
                .flatMap(title -> options(title).stream())
                .map(OptionSpec::longestName)
                .collect(Collectors.toSet());
    }

    private static List<OptionSpec> options(String title) {
        return CommandSpec.forAnnotatedObject(SHARED.get(title)).options();
    }

    private static String table(List<OptionSpec> options) {
        return header() + rows(options);
    }

    private static String header() {
        return "| Option | Meaning |\n|---|---|\n";
    }

    private static String rows(List<? extends ArgSpec> arguments) {
        return arguments.stream()
                .map(argument -> "| %s | %s |\n"
                        .formatted(
                                name(argument),
                                String.join(" ", argument.description()).replace("|", "\\|")))
                .sorted()
                .collect(Collectors.joining());
    }

    private static String name(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return "`" + argument.paramLabel() + "`";
        }
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return List.of(option.names()).stream()
                .map(name -> "`" + name + value + "`")
                .collect(Collectors.joining(", "));
    }
}
