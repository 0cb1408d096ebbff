/**
 * What a database looks like, as values: for who decides, and must not ask a server. Only {@link
 * dev.stillhouse.runner.catalog.CatalogReader} asks one.
 */
@NullMarked
package dev.stillhouse.runner.catalog;

import org.jspecify.annotations.NullMarked;
