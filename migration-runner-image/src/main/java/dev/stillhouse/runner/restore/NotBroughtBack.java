package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.fingerprint.Circumstance.Kind;
import dev.stillhouse.runner.fingerprint.CircumstanceDifference;
import java.util.ArrayList;
import java.util.List;

/**
 * What a restore did not bring back. Pure.
 *
 * @param settings statements of the database's settings that could not be taken over
 * @param leaves statements that the user may not run, for what nothing else depends on
 * @param unlikeBackup what is not as it was when the backup was taken
 * @param since what is not as in the database that is replaced; empty if none is
 * @param unread what could not be compared, a sentence for each
 * @param notes what the backup itself could not do, a sentence for each
 */
record NotBroughtBack(
        List<String> settings,
        List<String> leaves,
        List<CircumstanceDifference> unlikeBackup,
        List<CircumstanceDifference> since,
        List<String> unread,
        List<String> notes) {

    /**
     * Of what was compared.
     *
     * @param unlike with the backup
     * @param since with the database that is replaced
     */
    static NotBroughtBack of(
            List<String> settings, List<String> leaves, Compared unlike, Compared since, List<String> notes) {
        List<String> unread = new ArrayList<>();
        unlike.failure()
                .map(trouble -> "Whether all beside the contents is as in the backup could not be compared, and what a"
                        + " restore does not bring back was not put right: " + trouble.message())
                .ifPresent(unread::add);
        since.failure()
                .map(trouble -> "What was changed beside the contents since the backup could not be compared: "
                        + trouble.message())
                .ifPresent(unread::add);
        return new NotBroughtBack(settings, leaves, unlike.differences(), since.differences(), unread, notes);
    }

    /** With settings of a database that is called otherwise now. */
    NotBroughtBack renamed(String from, String to) {
        return new NotBroughtBack(
                settings.stream().map(statement -> statement.replace(from, to)).toList(),
                leaves,
                unlikeBackup,
                since,
                unread,
                notes);
    }

    /** @param kept the database that was there before, as it is called now */
    List<String> sentences(String kept) {
        List<String> sentences = new ArrayList<>();
        Remarks.notTakenOver(settings).ifPresent(sentences::add);
        Remarks.notCreated(leaves).ifPresent(sentences::add);
        CircumstanceWords.unlikeBackup(unlikeBackup).ifPresent(sentences::add);
        CircumstanceWords.since(ofItsOwn(), kept).ifPresent(sentences::add);
        sentences.addAll(unread);
        if (!notes.isEmpty()) {
            sentences.add("Of the backup was told when it was taken: " + CircumstanceWords.some(notes, " "));
        }
        return sentences;
    }

    /** What is unlike the backup is told already, and what stays with the old database too. */
    private List<CircumstanceDifference> ofItsOwn() {
        return since.stream()
                .filter(difference -> difference.kind() != Kind.Subscription)
                .filter(difference -> unlikeBackup.stream().noneMatch(difference::isAboutTheSameAs))
                .toList();
    }
}
