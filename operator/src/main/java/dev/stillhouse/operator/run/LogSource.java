package dev.stillhouse.operator.run;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the logs of runners come from. */
interface LogSource {
    /** As {@link LogStream#open}. */
    LogStream open(Pod pod, LogStart from, Consumer<String> hear, Consumer<Optional<String>> ended);
}
