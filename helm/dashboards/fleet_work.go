package dashboards

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func fleetFailures() []cog.Builder[dashboard.Panel] {
	failed := fleet.series("stillhouse_runs_total", `result="failed"`)
	attempts := fleet.each("stillhouse_migration_attempts", nil)
	return []cog.Builder[dashboard.Panel]{
		bars(panel{
			title: "Failed runs, by reason",
			about: "Runs that ended as failed, in each interval. Some reasons are tried again by themselves: " +
				"docs/reference/reasons.md. Intervals overlap, so the bars are not to be added up.",
			none: "No run has failed.", unit: "short", width: 12, height: 9, colors: always(red),
			queries: []query{{expr: sumBy(grown(failed, "$__rate_interval"), "reason") + " > 0", name: "{{reason}}"}},
		}),
		rows(panel{
			title: "Most failures in the selected time",
			about: "The 50 that have failed most often, and why. Counted since the operator started; after a restart some are missing.",
			none:  "No run has failed.", unit: "short", width: 12, height: 9, colors: always(grey),
			queries: []query{{
				expr: most(50, sumBy(grown(failed, "$__range"), "namespace", "migration", "reason")+" > 0"),
				name: "failures", unit: "short", colors: fromAndFrom(3, 10),
			}},
		}),
		rows(panel{
			title: "Tried again",
			about: "The 50 under way with the most attempts at the same thing, those that Kubernetes took away counted too " +
				"(alert StillhouseMigrationRetries).",
			none: "Nothing is tried again.", unit: "short", width: 12, height: 8, colors: always(grey),
			queries: []query{{
				expr: most(50, "("+attempts+" > 1) and on (namespace, migration) ("+fleet.condition("Reconciling")+" == 1)"),
				name: "attempt", unit: "short", colors: fromAndFrom(2, 4),
			}},
		}),
		bars(panel{
			title: "Runs that ended, by operation",
			about: "How much is done. Those that never started are not in here.",
			none:  "No run has ended.", unit: "short", width: 12, height: 8, colors: always(green),
			queries: []query{{
				expr: sumBy(grown(fleet.series("stillhouse_run_duration_seconds_count"), "$__rate_interval"), "operation") + " > 0",
				name: "{{operation}}",
			}},
		}),
	}
}

func fleetDurations() []cog.Builder[dashboard.Panel] {
	phases := func(suffix string) string { return fleet.series("stillhouse_run_phase_duration_seconds" + suffix) }
	runs := func(suffix string) string { return fleet.series("stillhouse_run_duration_seconds" + suffix) }
	durations := func(title, about, label string, timer func(string) string) cog.Builder[dashboard.Panel] {
		return rows(panel{
			title: title, about: about, none: "No run has ended.", unit: "short", width: 12, height: 8, colors: always(grey),
			queries: []query{
				{expr: mean(timer, "$__range", label), name: "mean", unit: "s"},
				{expr: maxBy("max_over_time("+timer("_max")+"[$__range])", label), name: "longest", unit: "s"},
				{expr: sumBy(grown(timer("_count"), "$__range"), label), name: "how many", unit: "short"},
			},
		})
	}
	return []cog.Builder[dashboard.Panel]{
		durations("Phases, in the selected time", "How long runners take for each phase. A long plan or verify is mostly the "+
			"backup's copy or a large schema; a long apply is the project's own statements, or a wait for locks.", "phase", phases),
		durations("Runs, in the selected time", "From the operator's taking up a run to its end, the start of the pod included "+
			"and the wait for its turn not.", "operation", runs),
		lines(panel{
			title: "Mean duration of phases",
			about: "How it changes. Compare with a release, with the size of the databases, or with how busy their servers are.",
			none:  "No run has ended.", unit: "s", width: 24, height: 8, colors: always(green),
			queries: []query{{expr: mean(phases, "$__rate_interval", "phase"), name: "{{phase}}"}},
		}),
	}
}

func fleetBackups() []cog.Builder[dashboard.Panel] {
	age := fleet.backupAge("stillhouse_backup_last_taken_timestamp_seconds")
	verified := fleet.backupAge("stillhouse_backup_last_verified_timestamp_seconds")
	onDatabase := " on (namespace, migration) "
	some := func(expr string) string { return countBy(expr) + " or vector(0)" }
	return []cog.Builder[dashboard.Panel]{
		gauges(panel{
			title: "Databases by the age of their newest backup",
			about: "Of complete backups of all tables, verified or not. Stillhouse takes them before changes, so a database that " +
				"nobody changes has an old one unless something asks for more.",
			none: "0", unit: "short", width: 12, height: 9, colors: always(blue),
			queries: []query{
				{expr: some("(" + age + ") < 86400"), name: "less than a day"},
				{expr: some("((" + age + ") >= 86400) < 604800"), name: "a day to a week"},
				{expr: some("((" + age + ") >= 604800) < 2678400"), name: "a week to 31 days"},
				{expr: some("(" + age + ") >= 2678400"), name: "more than 31 days"},
				{expr: some(fleet.each("stillhouse_migration_info", nil) + " unless" + onDatabase +
					fleet.each("stillhouse_backup_last_taken_timestamp_seconds", nil)), name: "no backup"},
			},
		}),
		rows(panel{
			title: "The oldest backups",
			about: "The 50 whose newest complete backup is the oldest (alert StillhouseBackupTooOld), and how old the newest one is " +
				"that was restored and compared. Empty: none was (alert StillhouseBackupNeverVerified).",
			none: "There is no backup.", unit: "short", width: 12, height: 9, colors: always(grey),
			queries: []query{
				{expr: most(50, age), name: "newest", unit: "s", colors: fromAndFrom(7*day, 31*day)},
				{expr: "(" + verified + ") and" + onDatabase + most(50, age), name: "newest verified", unit: "s",
					colors: fromAndFrom(7*day, 31*day)},
			},
		}),
		rows(panel{
			title: "Databases whose newest backup failed",
			about: "The 50 that failed the longest ago, with no complete one since (alert StillhouseBackupFailed).",
			none:  "The newest backup of each is complete.", unit: "short", width: 12, height: 8, colors: always(grey),
			queries: []query{{
				expr: most(50, fleet.backupAge("stillhouse_backup_last_failure_timestamp_seconds", "reason")),
				name: "failed before", unit: "s", colors: fromAndFrom(hour, day),
			}},
		}),
		lines(panel{
			title: "Size of the newest backups",
			about: "All newest complete backups together, as stored. The place for backups holds older ones beside them.",
			none:  "There is no backup.", unit: "bytes", width: 6, height: 8, colors: always(blue),
			queries: []query{{expr: sumBy(fleet.each("stillhouse_backup_size_bytes", nil)), name: "newest backups"}},
		}),
		lines(panel{
			title: "Mean duration of backups",
			about: "What runners took for backups that succeeded, their verification included.",
			none:  "No backup has ended.", unit: "s", width: 6, height: 8, colors: always(blue),
			queries: []query{{
				expr: mean(func(suffix string) string { return fleet.series("stillhouse_backup_duration_seconds" + suffix) },
					"$__rate_interval"),
				name: "mean",
			}},
		}),
	}
}

func fleetQueue() []cog.Builder[dashboard.Panel] {
	return []cog.Builder[dashboard.Panel]{
		lines(panel{
			title: "Runs at work, and those that wait for their turn",
			about: "Of all namespaces, whatever is chosen above. Runs that wait while few are at work: a limit of a namespace or of a " +
				"server is reached (docs/reference/queue.md).",
			none: "No operator is seen.", unit: "short", width: 9, height: 8, colors: always(green),
			queries: []query{{expr: sumBy(ofOperators("stillhouse_open_runs", "state"), "state"), name: "{{state}}"}},
		}),
		lines(panel{
			title: "Longest wait for a turn",
			about: "Of the run that has waited for the longest (alert StillhouseQueueStands). Raise limits.runs of the chart, or find " +
				"out why those at work do not end.",
			none: "No operator is seen.", unit: "s", width: 9, height: 8, colors: fromAndFrom(10*60, 30*60),
			queries: []query{{expr: maxBy("stillhouse_queue_longest_wait_seconds"), name: "longest wait"}},
		}),
		number(panel{
			title: "Operators",
			about: "Operators that Prometheus sees, replicas that wait to take over included (alert StillhouseOperatorAbsent).",
			none:  "no operator", unit: "short", width: 3, height: 8, colors: from(1, red, green),
			queries: []query{{expr: countBy(`stillhouse_open_runs{state="at-work"}`), name: "operators"}},
		}),
		number(panel{
			title: "Namespaces",
			about: "Namespaces with something to do that releases of the operator work on.",
			none:  "none seen", unit: "short", width: 3, height: 8, colors: always(grey),
			queries: []query{{expr: sumBy(ofOperators(`stillhouse_namespaces{holder="ours"}`)), name: "namespaces"}},
		}),
	}
}
