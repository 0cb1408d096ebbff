package dev.stillhouse.runner.decide;

import dev.stillhouse.report.RunReport.Failure;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the password out of texts that others wrote: drivers and the project like to repeat the whole URL. A token that is made
 * anew for each connection is known by its form.
 */
public final class Redaction {
    /** Shorter ones are in too many words; they are no secrets either. */
    private static final int SHORTEST = 4;

    /** What a token of AWS's, or any address that is signed in this way, is worth nothing without; percent-encoded too. */
    private static final Pattern SIGNATURE = Pattern.compile(
            "(X-Amz-(?:Signature|Security-Token|Credential)(?:=|%3D))[^&\\s\"']+", Pattern.CASE_INSENSITIVE);

    private final List<String> secrets;

    /** @param secrets the password in each form in which it may turn up */
    public Redaction(List<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .toList();
    }

    /** One that takes these out too. */
    public Redaction and(List<String> more) {
        return new Redaction(Stream.concat(secrets.stream(), more.stream()).toList());
    }

    public Trouble trouble(Trouble trouble) {
        Failure failure = trouble.failure();
        return new Trouble(
                trouble.reason(),
                text(trouble.message()),
                failure == null
                        ? null
                        : new Failure(
                                failure.revision(),
                                failure.file(),
                                failure.line(),
                                failure.sqlState(),
                                optional(failure.statement()),
                                optional(failure.detail())));
    }

    public List<Finding> findings(List<Finding> findings) {
        return findings.stream()
                .map(finding -> new Finding(finding.revision(), finding.rule(), text(finding.message())))
                .toList();
    }

    public String text(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return SIGNATURE.matcher(clean).replaceAll("$1***");
    }

    private @Nullable String optional(@Nullable String text) {
        return text == null ? null : text(text);
    }
}
