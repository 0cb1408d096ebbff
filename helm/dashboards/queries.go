package dashboards

import (
	"fmt"
	"strings"
)

// The matchers of a query: which databases it is about.
type scope string

const (
	// The databases of the namespaces that are chosen on the page.
	chosenNamespaces scope = `namespace=~"$namespace"`
	// The database that is chosen on the page.
	chosenDatabase scope = `namespace="$namespace",migration="$migration"`
)

// What is shown of a database has these labels.
var names = []string{"namespace", "migration"}

// Series of a metric that are about the scope, and that further matchers match.
func (s scope) series(metric string, matchers ...string) string {
	return metric + "{" + strings.Join(append(matchers, string(s)), ",") + "}"
}

// One series for each database and for each value of more labels. While another operator takes over, both are seen, and each of
// their series is there twice.
func (s scope) each(metric string, more []string, matchers ...string) string {
	labels := append(append([]string{}, names...), more...)
	return maxBy(s.series(metric, matchers...), labels...)
}

// 1 for each database whose condition of a type is true, 0 for the others.
func (s scope) condition(kind string, more ...string) string {
	return s.each("stillhouse_migration_condition", more, `type="`+kind+`"`)
}

// For how many seconds each condition that a matcher of its type matches has been true; Ready is told when it is false too.
func (s scope) conditionAge(types string, more ...string) string {
	return "time() - " + s.each("stillhouse_migration_condition_since_timestamp_seconds", more, "type"+types)
}

// Where each database is, and where it should be, one series each: just after it has moved there may be two.
func (s scope) revisions() string {
	return "topk by (namespace, migration) (1, " + s.each("stillhouse_migration_info", []string{"revision", "target"}) + ")"
}

// The same series with the labels revision and target.
func (s scope) withRevisions(query string) string {
	return fmt.Sprintf("%s * on (namespace, migration) group_left (revision, target) %s", query, s.revisions())
}

// How old the snapshot of the newest backup of each database is, as a metric tells its time.
func (s scope) backupAge(metric string, more ...string) string {
	return "time() - " + s.each(metric, more)
}

// By how much counters have grown within a time. increase() alone misses what a series begins with, which is the first run of
// its kind: a series that was not there before counts as a whole.
func grown(series, time string) string {
	return fmt.Sprintf("((%s unless %[1]s offset %[2]s) or increase(%[1]s[%[2]s]))", series, time)
}

// Mean seconds of a timer within a time.
func mean(timer func(suffix string) string, time string, labels ...string) string {
	return fmt.Sprintf("%s / (%s > 0)",
		sumBy(grown(timer("_sum"), time), labels...), sumBy(grown(timer("_count"), time), labels...))
}

func sumBy(query string, labels ...string) string { return by("sum", query, labels) }

func maxBy(query string, labels ...string) string { return by("max", query, labels) }

func countBy(query string, labels ...string) string { return by("count", query, labels) }

func by(aggregation, query string, labels []string) string {
	if len(labels) == 0 {
		return aggregation + "(" + query + ")"
	}
	return fmt.Sprintf("%s by (%s) (%s)", aggregation, strings.Join(labels, ", "), query)
}

// A table has a bottom, however many databases there are.
func most(number int, query string) string { return fmt.Sprintf("topk(%d, %s)", number, query) }

// What each operator tells of itself, of several replicas one: they show the same.
func ofOperators(metric string, labels ...string) string {
	return maxBy(metric, append([]string{"job", "namespace"}, labels...)...)
}
