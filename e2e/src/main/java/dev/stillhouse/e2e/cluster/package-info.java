/**
 * A real cluster with the operator and a PostgreSQL in it, for the tests and for {@code e2e/cluster}: one class for each
 * thing that it takes. {@link dev.stillhouse.e2e.cluster.Cluster} puts them together.
 */
@NullMarked
package dev.stillhouse.e2e.cluster;

import org.jspecify.annotations.NullMarked;
