package dev.stillhouse.runner.model;

import java.util.List;

/** Which rows a plan takes something from, as far as its statements can be asked for them. */
public sealed interface RowLosses {

    /** From those that these statements change, and from no others of the tables that they name. */
    record Known(List<RowLoss> statements) implements RowLosses {
        public Known {
            statements = List.copyOf(statements);
        }
    }

    /** @param why a clause: "b2 drops the table orders" */
    record Unknown(String why) implements RowLosses {}
}
