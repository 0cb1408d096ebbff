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
            .withGeneration(1L)
            .withResourceVersion("7")
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
        job.editMetadata()
                .withDeletionTimestamp(NOON.toString())
                .withGeneration(2L)
                .endMetadata();
        return this;
    }

    /** It was created so that a queue, or a person, keeps it from having a pod. */
    JobBuilders suspended() {
        job.editOrNewSpec().withSuspend(true).endSpec();
        return this;
    }

    /** Its spec was changed so many times since, as by a queue that let it have a pod and took that away. */
    JobBuilders changed(int times) {
        job.editMetadata().withGeneration(1L + times).endMetadata();
        return this;
    }

    /** It came to its end, and so many pods of it had failed. */
    JobBuilders failed(String reason, int pods) {
        job.editStatus().withFailed(pods).endStatus();
        return ended("Failed", reason);
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
