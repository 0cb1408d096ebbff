package dev.stillhouse.runner.command;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.store.BackupStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command about backups: it knows a place where they lie, and needs no project. */
abstract class StoreCommand extends StoppableCommand {
    @Mixin
    StorageOptions storage = new StorageOptions();

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "NUMBER",
            defaultValue = "2",
            description = "Tables that are worked on at the same time. Default: ${DEFAULT-VALUE}.")
    int jobs = 2;

    /** A folder, or {@code s3://bucket/prefix}. */
    abstract String place();

    /** Does the work. Trouble that is expected is a value. */
    abstract Result<Answer> answer(Invocation invocation, PlaceOfBackups place);

    @Override
    final Result<Answer> answer(Invocation invocation) {
        return storage.at(place(), place -> answer(invocation, place));
    }

    @Override
    final String notEnded() {
        return "The command was asked to stop, and did not come to its end in time. Databases whose names have _restore_ in"
                + " them may be left.";
    }

    static Result<BackupStore> open(Invocation invocation, PlaceOfBackups place) {
        return BackupStore.open(place.storage(), invocation.environment());
    }

    static Result<PgTools> tools(Invocation invocation) {
        return PgTools.find(invocation.environment());
    }
}
