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
     * @param tables those that lose something in any case
     */
    record Unknown(String why, List<TableLoss> tables) implements Losses {
        public Unknown {
            tables = List.copyOf(tables);
        }

        /** Where none is known. */
        public Unknown(String why) {
            this(why, List.of());
        }
    }

    /** The tables that are known to lose something. */
    List<TableLoss> tables();

    /** Of several things together; the first that is unknown makes all of it unknown. */
    static Losses all(List<Losses> parts) {
        List<TableLoss> tables = parts.stream()
                .flatMap(part -> part.tables().stream())
                .distinct()
                .toList();
        return parts.stream()
                .filter(Unknown.class::isInstance)
                .map(Unknown.class::cast)
                .findFirst()
                .<Losses>map(unknown -> new Unknown(unknown.why(), tables))
                .orElseGet(() -> new Known(tables));
    }
}
