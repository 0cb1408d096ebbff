/**
 * Judges the SQL of a plan: what can be lost by a step? One rule per class, one page per rule in docs/reference/rules.
 *
 * <pre>{@code
 * var review = new DestructiveReview(SqlParser.inBackground()); // as early as it is known that a review is needed
 * List<Finding> findings = review.of(new RenderedStep("ae1027a6", statements, null, List.of())); // step by step, as they come
 * }</pre>
 *
 * <p>A step is destructive if there is a finding. It is judged on its text alone, without a look at the database, and in
 * doubt against it: what cannot be rendered, parsed or judged is destructive.
 *
 * <p>A new rule is a class here, a line in {@link dev.stillhouse.runner.review.Rules}, a page, and cases in RulesTest.
 */
@NullMarked
package dev.stillhouse.runner.review;

import org.jspecify.annotations.NullMarked;
