package dev.stillhouse.runner.url;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The servers that a URL names: {@code host}, {@code host:port}, {@code [::1]:port}, several of them with commas. */
final class Hosts {
    private static final int DEFAULT_PORT = 5432;

    private Hosts() {}

    static Result<List<Host>> fromAuthority(String authority) {
        List<Host> hosts = new ArrayList<>();
        for (String part : authority.split(",", -1)) {
            boolean bracketed = part.startsWith("[");
            int end = bracketed ? part.indexOf(']') : part.indexOf(':');
            if (bracketed && end < 0) {
                return UrlParser.invalid("has a [ that is not closed in its host.");
            }
            String name = bracketed ? part.substring(1, end) : end < 0 ? part : part.substring(0, end);
            String after = bracketed ? part.substring(end + 1) : end < 0 ? "" : part.substring(end);
            int port = after.isEmpty() || after.equals(":") ? DEFAULT_PORT : port(after);
            if (port <= 0) {
                return UrlParser.invalid("has a port that is not a number from 1 to 65535.");
            }
            hosts.add(new Host(Percent.decode(name), port));
        }
        return checked(hosts);
    }

    static Result<List<Host>> fromQuery(String names, @Nullable String ports) {
        List<Host> hosts = new ArrayList<>();
        String[] portList = ports == null ? new String[0] : ports.split(",", -1);
        String[] nameList = names.split(",", -1);
        for (int i = 0; i < nameList.length; i++) {
            String name = nameList[i];
            boolean withPort =
                    portList.length == 0 && !name.startsWith("/") && (name.startsWith("[") || oneColon(name));
            if (withPort) {
                Result<List<Host>> one = fromAuthority(name);
                if (one instanceof Result.Ok<List<Host>>(List<Host> found)) {
                    hosts.addAll(found);
                    continue;
                }
                return one;
            }
            String text = portList.length == 0 ? "" : portList[Math.min(i, portList.length - 1)];
            int port = text.isEmpty() ? DEFAULT_PORT : port(":" + text);
            if (port <= 0) {
                return UrlParser.invalid("has a port that is not a number from 1 to 65535.");
            }
            hosts.add(new Host(name, port));
        }
        return checked(hosts);
    }

    private static Result<List<Host>> checked(List<Host> hosts) {
        for (Host host : hosts) {
            if (host.name().isEmpty()) {
                return UrlParser.invalid("names no host.");
            }
            if (host.name().startsWith("/")) {
                return UrlParser.invalid(
                        "names a Unix socket as its host; a pod reaches a database over the network: name its service.");
            }
            if (host.name().contains("@") || host.name().contains(" ")) {
                return UrlParser.invalid("has a character in its host that no host name has.");
            }
        }
        return Result.ok(List.copyOf(hosts));
    }

    private static boolean oneColon(String name) {
        return name.indexOf(':') >= 0 && name.indexOf(':') == name.lastIndexOf(':');
    }

    /** The number after the colon, or -1. */
    private static int port(String text) {
        if (!text.matches(":[0-9]{1,5}")) {
            return -1;
        }
        int port = Integer.parseInt(text.substring(1));
        return port <= 65535 ? port : -1;
    }
}
