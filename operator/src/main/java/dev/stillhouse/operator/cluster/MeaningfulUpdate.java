package dev.stillhouse.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/**
 * Lets a controller see only those updates of its resource that a person or another controller made: to the spec, to an
 * annotation, or a deletion. Its own status writes are not among them. Another object of the same name comes as an update of the
 * one before it, if it was created while no watch was open.
 */
public class MeaningfulUpdate implements OnUpdateFilter<HasMetadata> {
    @Override
    public boolean accept(HasMetadata updated, HasMetadata old) {
        var now = updated.getMetadata();
        var before = old.getMetadata();
        return !Objects.equals(now.getUid(), before.getUid())
                || !Objects.equals(now.getGeneration(), before.getGeneration())
                || !Objects.equals(now.getAnnotations(), before.getAnnotations())
                || !Objects.equals(now.getDeletionTimestamp(), before.getDeletionTimestamp());
    }
}
