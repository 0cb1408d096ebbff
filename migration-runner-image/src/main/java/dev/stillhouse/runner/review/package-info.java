/**
 * Judges the SQL of a plan: what can be lost by a step? One rule per class, one page per rule in docs/reference/rules.
 *
 * <pre>{@code
 * var review = new DestructiveReview(SqlParser.inBackground()); // as early as it is known that a review is needed
 * Judgement onText = review.of(steps, Catalog.UNKNOWN); // the steps of a plan, in order
 * Judgement judgement = review.of(steps, catalog); // one that answers onText.questions()
 * }</pre>
 *
 * <p>A step is destructive if there is a finding. It is judged on its text, on what the steps before it do, and on what a catalog
 * tells of the database; in doubt against it: what cannot be rendered, parsed or judged, and what is not known, is destructive.
 *
 * <p>A new rule is a class here, a line in {@link dev.stillhouse.runner.review.Rules}, a page, and cases in RulesTest,
 * and in CatalogRulesTest if it asks the surroundings of a statement.
 */
@NullMarked
package dev.stillhouse.runner.review;

import org.jspecify.annotations.NullMarked;
