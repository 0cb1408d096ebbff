package dev.stillhouse.runner.copies;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.PgTools;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Makes copies of databases out of dumps. */
public interface Copies {

    /**
     * Refuses what cannot be copied, before anything is dumped.
     *
     * @param bytes what the copy would take on a server's disk, about
     * @param jobs tables that would be restored at the same time
     */
    Result<Origin> possible(Origin origin, long bytes, int jobs);

    /** Makes a copy. Who asked for it drops it; it is dropped if this fails. */
    Result<Copy> open(CopyOrder order);

    /**
     * Those that are made at a host.
     *
     * @param scratch where the files of a server of the runner's own may lie
     * @param environment may say where that server's cluster is copied from
     * @param messages takes whole sentences for people
     */
    static Copies at(
            CopyHost host,
            PgTools tools,
            Path scratch,
            Map<String, String> environment,
            CopyPurpose purpose,
            Consumer<String> messages,
            Cancellation cancellation) {
        return switch (host) {
            case CopyHost.OfRunner own -> new PodCopies(tools, scratch, environment, purpose, messages, cancellation);
            case CopyHost.OnServer server -> new ServerCopies(tools, server, purpose, messages, cancellation);
        };
    }
}
