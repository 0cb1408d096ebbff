package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.CopyPlace;
import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.database.PassFile;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseReader;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.Map;

/** Where a request wants copies to be made. */
final class CopyHosts {
    private final RunRequest request;
    private final Map<String, String> environment;
    private final Journal journal;

    CopyHosts(RunRequest request, Map<String, String> environment, Journal journal) {
        this.request = request;
        this.environment = environment;
        this.journal = journal;
    }

    /** For a run that needs no database otherwise. */
    Result<CopyHost> find(BackupVerification how) {
        return place(how) == CopyPlace.SameServer ? read(environment).then(url -> of(url, how)) : elsewhere(how);
    }

    /** For a run with this database. */
    Result<CopyHost> of(DatabaseUrl database, BackupVerification how) {
        return place(how) == CopyPlace.SameServer
                ? Result.ok(new CopyHost.OnServer(database, request.session().role(), true))
                : elsewhere(how);
    }

    private Result<CopyHost> elsewhere(BackupVerification how) {
        RunRequest.Copies copies = request.copies();
        return copies == null || place(how) == CopyPlace.Pod
                ? Result.ok(new CopyHost.OfRunner())
                : read(DatabaseVariables.ofCopies(environment))
                        .<Result<CopyHost>>fold(
                                url -> Result.ok(new CopyHost.OnServer(url, copies.role(), false)),
                                trouble -> Result.failed(new Trouble(
                                        trouble.reason(),
                                        "The server for copies (spec.copies.database) is not known. "
                                                + trouble.message().replace("spec.database", "spec.copies.database"))));
    }

    private Result<DatabaseUrl> read(Map<String, String> variables) {
        return DatabaseReader.read(variables).then(PassFile::read).then(url -> {
            journal.hide(url.secrets());
            return Result.ok(url);
        });
    }

    /** What is not restored needs no server that is named for that, whose Secrets the pod may not even have. */
    private CopyPlace place(BackupVerification how) {
        return request.copies() == null || how != BackupVerification.Restore
                ? CopyPlace.Pod
                : request.copies().where();
    }
}
