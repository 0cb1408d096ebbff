package dashboards

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

const one = chosenDatabase

// One database: what is so, what became of it over time, what it waited for, and its backups.
func Database() (dashboard.Dashboard, error) {
	board := page(databaseUID, "Stillhouse / Database",
		"One DatabaseMigration: where its database is, its runs, what it waits for, and its backups.", "7d").
		WithVariable(labelVariable("namespace", "stillhouse_migration_info").Label("Namespace")).
		WithVariable(labelVariable("migration", `stillhouse_migration_info{namespace="$namespace"}`).Label("Migration")).
		Link(toFleet{})
	return filled(board, []section{
		{"Now", databaseNow()},
		{"What became of it", databaseTimeline()},
		{"What it waits for", databaseWaits()},
		{"Backups", databaseBackups()},
	})
}

func databaseNow() []cog.Builder[dashboard.Panel] {
	small := func(title, about, none, unit string, colors []dashboard.Threshold, asked query) panel {
		return panel{
			title: title, about: about, none: none, unit: unit, colors: colors,
			width: 4, height: 4, queries: []query{asked},
		}
	}
	read := `label_replace(` + one.series("stillhouse_migration_info") + `, "revision", "never read", "revision", "")`
	return []cog.Builder[dashboard.Panel]{
		word(small("State", "The reason of the condition Ready: green if the database is at its target. "+
			"docs/reference/reasons.md says of each reason what to do.", "not seen", "none", from(1, red, green),
			query{expr: maxBy(one.series("stillhouse_migration_condition", `type="Ready"`), "reason"), name: "{{reason}}"})),
		word(small("Revision", "Where the database was when a run last read it.", "not seen", "none", always(blue),
			query{expr: maxBy(read, "revision"), name: "{{revision}}"})),
		word(small("Target", "Where the manifest says that it should be.", "not seen", "none", always(blue),
			query{expr: maxBy(one.series("stillhouse_migration_info"), "target"), name: "{{target}}"})),
		number(small("Pending steps", "Steps between the database and the target, as of the last run. Not known before the first "+
			"run, and after one that failed with a part of its steps committed.", "not known", "short", from(1, green, yellow),
			query{expr: maxBy(one.series("stillhouse_migration_pending_revisions")), name: "steps"})),
		number(small("Attempt", "Which attempt the newest run is, those that Kubernetes took away counted too (alert "+
			"StillhouseMigrationRetries).", "no run yet", "short", fromAndFrom(2, 4),
			query{expr: maxBy(one.series("stillhouse_migration_attempts")), name: "attempt"})),
		number(small("Last seen at its target", "How long ago. Only runs look: an old time is no trouble by itself.", "never", "s",
			always(grey),
			query{expr: "time() - " + maxBy(one.series("stillhouse_migration_last_success_timestamp_seconds")), name: "before"})),
	}
}

func databaseTimeline() []cog.Builder[dashboard.Panel] {
	runs := one.series("stillhouse_runs_total")
	return []cog.Builder[dashboard.Panel]{
		timeline(panel{
			title: "Conditions",
			about: "When each condition was true. Ready: at its target. Reconciling: something was being done. Stalled, " +
				"AwaitingApproval and Drifted wait for a person.",
			none: "This database is not seen.", unit: "none", width: 12, height: 8, colors: always(blue),
			queries: []query{{expr: maxBy(one.series("stillhouse_migration_condition"), "type"), name: "{{type}}"}},
		}, blue),
		timeline(panel{
			title: "Why it was not at its target",
			about: "The reasons of the condition Ready while it was false.",
			none:  "It was at its target all the time.", unit: "none", width: 12, height: 8, colors: always(red),
			queries: []query{{
				expr: maxBy(one.series("stillhouse_migration_condition", `type="Ready"`)+" == bool 0", "reason") + " == 1",
				name: "{{reason}}",
			}},
		}, red),
		timeline(panel{
			title: "Revisions",
			about: "Where the database was, as the newest run knew.",
			none:  "This database is not seen.", unit: "none", width: 12, height: 8, colors: always(green),
			queries: []query{{expr: maxBy(one.series("stillhouse_migration_info"), "revision"), name: "{{revision}}"}},
		}, green),
		bars(panel{
			title: "Runs that ended",
			about: "By what they did and how they ended. kubectl get mrun -o wide has each of them, with its message. Intervals " +
				"overlap, so the bars are not to be added up.",
			none: "No run has ended.", unit: "short", width: 12, height: 8, colors: always(green),
			queries: []query{{
				expr: sumBy(grown(runs, "$__rate_interval"), "operation", "result", "reason") + " > 0",
				name: "{{operation}} {{result}}: {{reason}}",
			}},
		}),
		lines(panel{
			title: "Pending steps and attempts",
			about: "Steps to the target, which should come back to 0 after a release, and the attempts that it took.",
			none:  "No run has ended.", unit: "short", width: 12, height: 8, colors: always(green),
			queries: []query{
				{expr: maxBy(one.series("stillhouse_migration_pending_revisions")), name: "pending steps"},
				{expr: maxBy(one.series("stillhouse_migration_attempts")), name: "attempt"},
			},
		}),
		rows(panel{
			title: "Runs in the selected time",
			about: "How often each end was come to. Counted since the operator started; after a restart some are missing.",
			none:  "No run has ended.", unit: "short", width: 12, height: 8, colors: always(grey),
			queries: []query{{
				expr: sumBy(grown(runs, "$__range"), "operation", "result", "reason") + " > 0", name: "runs", unit: "short",
			}},
		}),
	}
}

func databaseWaits() []cog.Builder[dashboard.Panel] {
	waiting := "ApprovalRequired|ContainerCannotStart|DatabaseBusy|ImagePullFailed|JobSuspended|LockTimeout|OutcomeUnknown|" +
		"PodBlocked|Queued|Unschedulable"
	return []cog.Builder[dashboard.Panel]{
		timeline(panel{
			title: "What it waited for",
			about: "DatabaseBusy and LockTimeout: others held a lock; the message of the run names them, and " +
				"docs/how-to/when-a-migration-fails.md says how to end them. Queued: its turn. ApprovalRequired: a person. The rest: " +
				"the cluster. Short waits between two scrapes are not seen.",
			none: "It has waited for nothing.", unit: "none", width: 12, height: 8, colors: always(yellow),
			queries: []query{{
				expr: maxBy(one.series("stillhouse_migration_condition", `reason=~"`+waiting+`"`), "reason") + " == 1",
				name: "{{reason}}",
			}},
		}, yellow),
		lines(panel{
			title: "Under way for",
			about: "How long the condition Reconciling has been true: a line that does not come down is a migration that does not " +
				"come to an end (alert StillhouseMigrationNotProgressing).",
			none: "It was not under way.", unit: "s", width: 12, height: 8, colors: fromAndFrom(10*60, 30*60),
			queries: []query{{
				expr: "time() - " + maxBy(one.series("stillhouse_migration_condition_since_timestamp_seconds", `type="Reconciling"`)),
				name: "under way for",
			}},
		}),
		rows(panel{
			title: "What is true, and since when",
			about: "The conditions that are true, and Ready also while it is false.",
			none:  "This database is not seen.", unit: "short", width: 12, height: 7, colors: always(grey),
			queries: []query{{
				expr: "time() - " + maxBy(one.series("stillhouse_migration_condition_since_timestamp_seconds"), "type", "reason"),
				name: "for", unit: "s",
			}},
		}),
		rows(panel{
			title: "Alerts",
			about: "Alerts of Stillhouse about this database. Each has its page in docs/runbooks.",
			none:  "No alert is pending or fires, or the rules are not installed.", unit: "short", width: 9, height: 7,
			colors: always(grey),
			queries: []query{{
				expr: maxBy(one.series("ALERTS", `alertname=~"Stillhouse.+"`), "alertname", "severity", "alertstate"),
				name: "is so", unit: "short",
			}},
		}),
		number(panel{
			title: "Lost runs",
			about: "Runs of which the database was not asked yet what they have done (alert StillhouseMigrationOutcomeUnknown).",
			none:  "not seen", unit: "short", width: 3, height: 7, colors: from(1, green, red),
			queries: []query{{expr: maxBy(one.series("stillhouse_migration_unknown_runs")), name: "lost runs"}},
		}),
	}
}

func databaseBackups() []cog.Builder[dashboard.Panel] {
	age := func(title, about, metric string, second float64) cog.Builder[dashboard.Panel] {
		return number(panel{
			title: title, about: about, none: "none", unit: "s", width: 4, height: 8, colors: fromAndFrom(second/4, second),
			queries: []query{{expr: "time() - " + maxBy(one.series(metric)), name: "age"}},
		})
	}
	return []cog.Builder[dashboard.Panel]{
		age("Newest complete backup", "How old its snapshot is (alert StillhouseBackupTooOld). kubectl get mbackup -o wide has all.",
			"stillhouse_backup_last_taken_timestamp_seconds", 31*day),
		age("Newest verified backup", "How old the snapshot of the newest one is that was restored and compared (alert "+
			"StillhouseBackupNeverVerified).",
			"stillhouse_backup_last_verified_timestamp_seconds", 31*day),
		lines(panel{
			title: "Size of the newest backup",
			about: "Of complete ones of all tables, as stored.",
			none:  "There is no backup.", unit: "bytes", width: 8, height: 8, colors: always(blue),
			queries: []query{{expr: maxBy(one.series("stillhouse_backup_size_bytes")), name: "size"}},
		}),
		bars(panel{
			title: "Backups that ended",
			about: "By how they ended. A failed one is the reason of its run's failure too. Intervals overlap, so the bars are not " +
				"to be added up.",
			none: "No backup has ended.", unit: "short", width: 8, height: 8, colors: always(green),
			queries: []query{{
				expr: sumBy(grown(one.series("stillhouse_backups_total"), "$__rate_interval"), "result", "reason") + " > 0",
				name: "{{result}}: {{reason}}",
			}},
		}),
		rows(panel{
			title: "Newest backup failed",
			about: "When and why, as long as no later one is complete (alert StillhouseBackupFailed).",
			none:  "The newest backup is complete, or there is none.", unit: "short", width: 24, height: 4, colors: always(grey),
			queries: []query{{
				expr: "time() - " + maxBy(one.series("stillhouse_backup_last_failure_timestamp_seconds"), "reason"),
				name: "failed before", unit: "s", colors: fromAndFrom(hour, day),
			}},
		}),
	}
}
