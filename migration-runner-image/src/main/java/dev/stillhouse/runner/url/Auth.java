package dev.stillhouse.runner.url;

import dev.stillhouse.runner.url.DatabaseUrl.Host;

/** Where a password comes from that lives for minutes, and is made anew for each connection: what each cloud has of its own. */
public sealed interface Auth {

    /**
     * A token of AWS for RDS and Aurora: signed with the credentials of the process.
     *
     * @param region the server's
     * @param endpoint the server as AWS calls it, for which the token holds
     */
    record AwsIam(String region, Host endpoint) implements Auth {}
}
