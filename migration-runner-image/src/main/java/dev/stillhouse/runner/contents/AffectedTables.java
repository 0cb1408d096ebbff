package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.contents.TableGraph.Child;
import dev.stillhouse.runner.contents.TableGraph.Key;
import dev.stillhouse.runner.contents.TableGraph.Relation;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.TableLoss;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables that lose something when those do that a plan names: heirs and partitions, and what foreign keys take along.
 * Where something else may run on the way, a trigger or a rule, it can be any. Pure.
 */
sealed interface AffectedTables {

    /** @param oids also of partitioned tables, which have no rows of their own */
    record Known(Set<Long> oids) implements AffectedTables {
        public Known {
            oids = Set.copyOf(oids);
        }
    }

    /** @param why a clause */
    record Unknown(String why) implements AffectedTables {}

    static AffectedTables of(TableGraph graph, Losses losses) {
        return switch (losses) {
            case Losses.Unknown unknown -> new Unknown(unknown.why());
            case Losses.Known(List<TableLoss> tables) -> new Spread(graph).of(tables);
        };
    }

    /** Those that lose something in any case, whatever else may. */
    static Set<Long> reached(TableGraph graph, Losses losses) {
        Spread spread = new Spread(graph);
        losses.tables()
                .forEach(loss -> spread.meant(loss).stream()
                        .filter(Relation::isTable)
                        .forEach(table -> spread.reach(table.oid(), Spread.fires(loss.by()))));
        spread.toAll();
        return spread.losing();
    }

    /** From table to table, until nothing is added. */
    final class Spread {
        /** To be emptied by TRUNCATE … CASCADE; beside the bits of triggers. */
        private static final int CASCADES = 1 << 10;

        /** To get another definition. */
        private static final int REDEFINED = 1 << 11;

        private static final Set<String> CHANGES = Set.of("c", "n", "d");

        private final TableGraph graph;
        private final Map<Long, List<Child>> children;
        private final Map<Long, List<Key>> keys;
        private final Set<Long> partitions;
        private final Map<Long, Integer> reached = new HashMap<>();
        private final Deque<Long> waiting = new ArrayDeque<>();

        private Spread(TableGraph graph) {
            this.graph = graph;
            this.children = graph.children().stream().collect(Collectors.groupingBy(Child::parent));
            this.keys = graph.keys().stream().collect(Collectors.groupingBy(Key::to));
            this.partitions = graph.children().stream()
                    .filter(Child::partition)
                    .map(Child::child)
                    .collect(Collectors.toSet());
        }

        private AffectedTables of(List<TableLoss> losses) {
            for (TableLoss loss : losses) {
                List<Relation> meant = meant(loss);
                String name = (loss.schema() == null ? "" : loss.schema() + ".") + loss.name();
                if (meant.isEmpty() && loss.by() == TableLoss.By.INSERT) {
                    // The plan makes it, and nothing that goes with it was there before.
                    continue;
                }
                if (meant.isEmpty()) {
                    return new Unknown("there is no table " + name + " before the plan");
                }
                if (!meant.stream().allMatch(Relation::isTable)) {
                    return new Unknown(name + " is no table, or not in every schema");
                }
                meant.forEach(table -> reach(table.oid(), fires(loss.by())));
            }
            toAll();
            return graph.relations().stream()
                    .filter(relation -> reached.containsKey(relation.oid()))
                    .flatMap(relation -> surprises(relation, reached.getOrDefault(relation.oid(), 0)).stream())
                    .sorted()
                    .findFirst()
                    .<AffectedTables>map(Unknown::new)
                    .orElseGet(() -> new Known(losing()));
        }

        private void toAll() {
            while (!waiting.isEmpty()) {
                spread(waiting.remove());
            }
        }

        private Set<Long> losing() {
            return reached.keySet().stream()
                    .filter(oid -> loses(reached.getOrDefault(oid, 0)))
                    .collect(Collectors.toSet());
        }

        /**
         * Without a schema those of all schemas: the project's own connection may have any search path, and set another
         * one on the way.
         */
        private List<Relation> meant(TableLoss loss) {
            if (loss.by() == TableLoss.By.EXTENSION) {
                return graph.relations().stream()
                        .filter(relation -> loss.name().equals(relation.extension()))
                        .toList();
            }
            return graph.relations().stream()
                    .filter(relation ->
                            (loss.name().isEmpty() || relation.name().name().equals(loss.name()))
                                    && (loss.schema() == null
                                            || relation.name().schema().equals(loss.schema())))
                    .toList();
        }

        private static int fires(TableLoss.By by) {
            return switch (by) {
                case DEFINITION, EXTENSION -> REDEFINED;
                case TRUNCATE -> TableGraph.ON_TRUNCATE;
                case TRUNCATE_CASCADE -> TableGraph.ON_TRUNCATE | CASCADES;
                case DELETE -> TableGraph.ON_DELETE;
                case UPDATE -> TableGraph.ON_UPDATE;
                case INSERT -> TableGraph.ON_INSERT;
            };
        }

        private static boolean loses(int how) {
            return (how & ~TableGraph.ON_INSERT) != 0;
        }

        private void reach(long oid, int how) {
            Integer known = reached.get(oid);
            int all = how | (known == null ? 0 : known);
            if (known == null || known != all) {
                reached.put(oid, all);
                waiting.add(oid);
            }
        }

        private void spread(long oid) {
            int how = reached.getOrDefault(oid, 0);
            for (Child child : children.getOrDefault(oid, List.of())) {
                // Rows that are inserted go to partitions, and never to heirs.
                if (child.partition() || loses(how)) {
                    reach(child.child(), child.partition() ? how : how & ~TableGraph.ON_INSERT);
                }
            }
            boolean deletes = (how & TableGraph.ON_DELETE) != 0
                    // Up to 14, for a row that an update moves to another partition.
                    || (how & TableGraph.ON_UPDATE) != 0 && partitions.contains(oid);
            for (Key key : keys.getOrDefault(oid, List.of())) {
                if ((how & CASCADES) != 0) {
                    reach(key.from(), TableGraph.ON_TRUNCATE | CASCADES);
                }
                if (deletes && CHANGES.contains(key.onDelete())) {
                    reach(key.from(), key.onDelete().equals("c") ? TableGraph.ON_DELETE : TableGraph.ON_UPDATE);
                }
                if ((how & TableGraph.ON_UPDATE) != 0 && CHANGES.contains(key.onUpdate())) {
                    reach(key.from(), TableGraph.ON_UPDATE);
                }
            }
        }

        private static List<String> surprises(Relation table, int how) {
            // An update of a partition key deletes the row in one partition and inserts it into another.
            int fired = (how & TableGraph.ON_UPDATE) == 0 ? how : how | TableGraph.ON_INSERT | TableGraph.ON_DELETE;
            List<String> surprises = new ArrayList<>();
            if (!table.isTable()) {
                surprises.add("the rows of " + table.name() + " are on another server");
            }
            if ((table.triggers() & fired) != 0) {
                surprises.add("a trigger of " + table.name() + " runs with it, which can change other tables");
            }
            if (table.rewritten() && how != REDEFINED) {
                surprises.add("a rule of " + table.name() + " rewrites it");
            }
            if (table.embedded() && (how & REDEFINED) != 0) {
                surprises.add("columns of other tables can hold rows of " + table.name() + ", which change with it");
            }
            return surprises;
        }
    }
}
