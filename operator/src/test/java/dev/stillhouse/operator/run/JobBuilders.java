package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.Times.NOON;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;

/** The Job of the run {@code shop/orders-1}. */
final class JobBuilders {
    static final String UID = "uid-of-job";

    private final JobBuilder job = new JobBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("orders-1")
            .withUid(UID)
            .addNewOwnerReference()
            .withKind("MigrationRun")
            .withName("orders-1")
            .withUid("uid-of-orders-1")
            .endOwnerReference()
            .endMetadata()
            .withNewStatus()
            .endStatus();

    private JobBuilders() {}

    static JobBuilders aJob() {
        return new JobBuilders();
    }

    /** A Job of the same name that belongs to somebody else. */
    static JobBuilders aForeignJob() {
        var foreign = aJob().uid("uid-of-another-job");
        foreign.job
                .editMetadata()
                .editFirstOwnerReference()
                .withUid("uid-of-an-earlier-run")
                .endOwnerReference()
                .endMetadata();
        return foreign;
    }

    JobBuilders uid(String uid) {
        job.editMetadata().withUid(uid).endMetadata();
        return this;
    }

    /** Somebody asked for its deletion; it waits for its pod. */
    JobBuilders beingDeleted() {
        job.editMetadata().withDeletionTimestamp(NOON.toString()).endMetadata();
        return this;
    }

    /** The Job controller is done with it. */
    JobBuilders ended(String type, String reason) {
        job.editStatus()
                .addNewCondition()
                .withType(type)
                .withStatus("True")
                .withReason(reason)
                .endCondition()
                .endStatus();
        return this;
    }

    Job build() {
        return job.build();
    }
}
