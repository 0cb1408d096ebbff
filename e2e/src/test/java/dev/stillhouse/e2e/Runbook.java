package dev.stillhouse.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The page of an alert, whose commands are for {@code orders} in {@code shop}, and its newest run {@code orders-4}. */
final class Runbook {
    private static final Path FOLDER = Path.of("..", "docs", "runbooks");
    /** Where a command names the operator's namespace, and where its release. */
    private static final String OPERATOR_NAMESPACE = "(-n |/namespaces/)stillhouse\\b";

    private static final String OPERATOR_RELEASE = "(deployment/|lease/|/services/|instance=)stillhouse\\b";

    private final String page;

    private Runbook(String page) {
        this.page = page;
    }

    static Runbook of(String alert) {
        try {
            return new Runbook(Files.readString(FOLDER.resolve(alert + ".md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commands of its diagnosis, one a line, for another DatabaseMigration and another release. */
    List<String> diagnosis(String namespace, String migration, String run, TeamRelease release) {
        return page.substring(page.indexOf("\n## Diagnosis\n"), page.indexOf("\n## Mitigation\n"))
                .lines()
                .dropWhile(line -> !line.equals("```sh"))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .map(line -> line.replaceAll("\\borders-\\d+\\b", run)
                        .replaceAll("\\borders\\b", migration)
                        .replaceAll("-n shop\\b", "-n " + namespace)
                        .replaceAll(OPERATOR_NAMESPACE, "$1" + release.operatorNamespace())
                        .replaceAll(OPERATOR_RELEASE, "$1" + release.team()))
                .toList();
    }
}
