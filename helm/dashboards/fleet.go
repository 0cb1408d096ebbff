package dashboards

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

const (
	hour = 3600
	day  = 24 * hour
)

const fleet = chosenNamespaces

// All databases. However many there are, each panel has a bounded number of series or rows: numbers, series by reason or by
// phase, and tables of those that are worst.
func Fleet() (dashboard.Dashboard, error) {
	all := ".*"
	board := page(fleetUID, "Stillhouse / Fleet",
		"Where every database is and should be, what waits for whom, what fails, and how old backups are.", "24h").
		WithVariable(labelVariable("namespace", "stillhouse_migration_info").Label("Namespaces").
			Multi(true).IncludeAll(true).AllValue(all).
			Current(dashboard.VariableOption{
				Text:  dashboard.StringOrArrayOfString{ArrayOfString: []string{"All"}},
				Value: dashboard.StringOrArrayOfString{ArrayOfString: []string{"$__all"}},
			}))
	return filled(board, []section{
		{"Now", fleetNow()},
		{"Where every database is, and where it should be", fleetWhere()},
		{"What waits for whom", fleetWaits()},
		{"What fails", fleetFailures()},
		{"How long it takes", fleetDurations()},
		{"Backups", fleetBackups()},
		{"Queue and operator", fleetQueue()},
	})
}

func fleetNow() []cog.Builder[dashboard.Panel] {
	count := func(title, about, expr string, colors []dashboard.Threshold) cog.Builder[dashboard.Panel] {
		return number(panel{
			title: title, about: about, none: "none seen", unit: "short", width: 3, height: 4, colors: colors,
			queries: []query{{expr: expr, name: title}},
		})
	}
	return []cog.Builder[dashboard.Panel]{
		count("Databases", "DatabaseMigrations that the operator shows. None seen: there is none, or Prometheus does not reach "+
			"the operator (alert StillhouseOperatorAbsent).",
			countBy(fleet.each("stillhouse_migration_info", nil)), always(grey)),
		count("At their target", "DatabaseMigrations whose condition Ready is true. Those that are missing are in the table below.",
			sumBy(fleet.condition("Ready")), always(green)),
		count("Stalled", "Nothing more happens to these until a person changes something (alert StillhouseMigrationStalled). "+
			"They are in the table of those that wait for a person.",
			sumBy(fleet.condition("Stalled")), from(1, green, red)),
		count("Wait for an approval", "Their plan was made and waits for its digest to be among spec.approvals "+
			"(alert StillhouseMigrationAwaitsApproval).",
			sumBy(fleet.condition("AwaitingApproval")), from(1, green, blue)),
		count("Drifted", "Somebody else has moved these databases since their last run (alert StillhouseMigrationDrifted).",
			sumBy(fleet.condition("Drifted")), from(1, green, yellow)),
		count("Under way", "Something is being done for these, or waits for its turn or for the next attempt.",
			sumBy(fleet.condition("Reconciling")), always(blue)),
		count("Outcome unknown", "Lost runs of which the database was not asked yet what they have done. This passes by itself; "+
			"if not, the database cannot be reached (alert StillhouseMigrationOutcomeUnknown).",
			sumBy(fleet.each("stillhouse_migration_unknown_runs", nil)), from(1, green, yellow)),
		count("Firing alerts", "Alerts of Stillhouse that Prometheus fires. None seen: no alert fires, or the rules are not "+
			"installed (value prometheusRule.enabled of the chart).",
			countBy(`ALERTS{alertname=~"Stillhouse.+",alertstate="firing"}`), from(1, green, red)),
	}
}

func fleetWhere() []cog.Builder[dashboard.Panel] {
	notReady := fleet.condition("Ready", "reason") + " == 0"
	return []cog.Builder[dashboard.Panel]{
		lines(panel{
			title: "Databases by state",
			about: "How many are in each state. Those under way should go back to none after a release; those stalled or drifted " +
				"wait for a person.",
			none: "No database is seen.", unit: "short", width: 12, height: 8, colors: always(green),
			queries: []query{
				{expr: sumBy(fleet.condition("Ready")), name: "at their target"},
				{expr: sumBy(fleet.condition("Reconciling")), name: "under way"},
				{expr: sumBy(fleet.condition("Stalled")), name: "stalled"},
				{expr: sumBy(fleet.condition("AwaitingApproval")), name: "wait for an approval"},
				{expr: sumBy(fleet.condition("Drifted")), name: "drifted"},
			},
		}),
		bars(panel{
			title: "Not at their target, by reason",
			about: "Why databases are not at their target. docs/reference/reasons.md says of each reason what to do.",
			none:  "All are at their target.", unit: "short", width: 12, height: 8, colors: always(green),
			queries: []query{{expr: countBy(notReady, "reason"), name: "{{reason}}"}},
		}),
		rows(panel{
			title: "Not at their target, the longest first",
			about: "The 100 that have not been at their target for the longest, where they are and where they should be. " +
				"revision is empty if the database was never read. A click on migration shows one.",
			none: "All are at their target.", unit: "short", width: 24, height: 9, colors: always(grey),
			queries: []query{{
				expr: fleet.withRevisions(most(100, "("+fleet.conditionAge(`="Ready"`, "reason")+") and ("+notReady+")")),
				name: "not there for", unit: "s", colors: fromAndFrom(30*60, day),
			}},
		}),
		rows(panel{
			title: "Where each is, by when it was last seen at its target",
			about: "The 500 that no run has seen at their target for the longest. Only runs look: an old time is no trouble by " +
				"itself. Set spec.driftCheck to have a database looked at regularly. Choose namespaces above to see others.",
			none: "No database was seen at its target yet.", unit: "short", width: 24, height: 9, colors: always(grey),
			queries: []query{{
				expr: fleet.withRevisions(most(500,
					"time() - "+fleet.each("stillhouse_migration_last_success_timestamp_seconds", nil))),
				name: "seen there before", unit: "s",
			}},
		}),
	}
}

func fleetWaits() []cog.Builder[dashboard.Panel] {
	return []cog.Builder[dashboard.Panel]{
		rows(panel{
			title: "Wait for a person, the longest first",
			about: "The 100 that have waited for the longest: Stalled for a change or a retry, AwaitingApproval for an approval of " +
				"the plan, Drifted for somebody to say what is right.",
			none: "Nothing waits for a person.", unit: "short", width: 12, height: 9, colors: always(grey),
			queries: []query{{
				expr: most(100, fleet.conditionAge(`=~"Stalled|AwaitingApproval|Drifted"`, "type", "reason")),
				name: "waits for", unit: "s", colors: fromAndFrom(hour, day),
			}},
		}),
		rows(panel{
			title: "Under way, the longest first",
			about: "The 100 that have been under way for the longest. The reason says what they wait for: Queued for their turn, " +
				"DatabaseBusy and LockTimeout for others in the database, ImagePullFailed, Unschedulable and PodBlocked for the cluster.",
			none: "Nothing is under way.", unit: "short", width: 12, height: 9, colors: always(grey),
			queries: []query{{
				expr: most(100, fleet.conditionAge(`="Reconciling"`, "reason")),
				name: "under way for", unit: "s", colors: fromAndFrom(10*60, 30*60),
			}},
		}),
		bars(panel{
			title: "Under way, by reason",
			about: "What is being done, or waited for. Many Queued: a limit of runs at once is reached. Many DatabaseBusy or " +
				"LockTimeout: others hold what migrations need.",
			none: "Nothing was under way.", unit: "short", width: 24, height: 8, colors: always(green),
			queries: []query{{expr: countBy(fleet.condition("Reconciling", "reason")+" == 1", "reason"), name: "{{reason}}"}},
		}),
	}
}
