package dev.stillhouse.runner.command;

import dev.stillhouse.runner.run.Stop;
import java.util.Map;

/**
 * What a command has while it works.
 *
 * @param environment the variables of the process
 * @param terminal where to tell what is going on
 * @param stop requested by Ctrl-C
 * @param before options that stood before the command
 */
record Invocation(Map<String, String> environment, Terminal terminal, Stop stop, AlembicOptions before) {}
