/**
 * The contract between the operator and the runner: the request that a Job carries, the progress lines on the runner's
 * standard output, and the report in its termination message. Nothing here depends on Kubernetes.
 */
@NullMarked
package dev.stillhouse.report;

import org.jspecify.annotations.NullMarked;
