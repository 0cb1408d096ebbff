package dev.stillhouse.runner.model;

import java.util.List;

/** From which tables something is taken. */
public sealed interface Losses {

    /** From these, and from what goes with them in the database. */
    record Known(List<TableLoss> tables) implements Losses {
        public Known {
            tables = List.copyOf(tables);
        }
    }

    /**
     * It can be any.
     *
     * @param why a clause: "b2 runs a DO block, which can do anything"
     */
    record Unknown(String why) implements Losses {}

    /** Of several things together; the first that is unknown makes all of it unknown. */
    static Losses all(List<Losses> parts) {
        return parts.stream()
                .filter(Unknown.class::isInstance)
                .findFirst()
                .orElseGet(() -> new Known(parts.stream()
                        .filter(Known.class::isInstance)
                        .flatMap(part -> ((Known) part).tables().stream())
                        .distinct()
                        .toList()));
    }
}
