package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** Judges statements of some kinds. */
interface Rule {

    /** In kebab case; also the name of the rule's page in docs/reference/rules. */
    String id();

    /** The kinds of statements that this rule has an opinion about, as {@link Kinds} names them. */
    Set<String> kinds();

    /** What can be lost, each as the predicate of a sentence about the step; empty if nothing can. */
    List<String> judge(Subject subject);
}
