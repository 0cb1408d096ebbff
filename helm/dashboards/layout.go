package dashboards

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

const (
	fleetUID    = "stillhouse-fleet"
	databaseUID = "stillhouse-database"
)

// Panels below a title of their own.
type section struct {
	title  string
	panels []cog.Builder[dashboard.Panel]
}

// A page before it has a content.
func page(uid, title, about, since string) *dashboard.DashboardBuilder {
	return dashboard.NewDashboardBuilder(title).Uid(uid).Description(about).Tags([]string{"stillhouse"}).
		Time("now-"+since, "now").Refresh("1m").Timezone("browser").Editable().Tooltip(dashboard.DashboardCursorSyncCrosshair).
		WithVariable(dashboard.NewDatasourceVariableBuilder("datasource").Label("Prometheus").Type("prometheus"))
}

// Sections one below the other, with numbers of panels that stay as long as none comes between them.
func filled(board *dashboard.DashboardBuilder, sections []section) (dashboard.Dashboard, error) {
	id := uint32(0)
	for _, section := range sections {
		id++
		board.WithRow(dashboard.NewRowBuilder(section.title).Id(id))
		for _, panel := range section.panels {
			id++
			board.WithPanel(numbered{panel, id})
		}
	}
	return board.Build()
}

type numbered struct {
	panel cog.Builder[dashboard.Panel]
	id    uint32
}

func (n numbered) Build() (dashboard.Panel, error) {
	panel, err := n.panel.Build()
	panel.Id = &n.id
	return panel, err
}

// The values of a label of a metric, as a variable of its name.
func labelVariable(label, series string) *dashboard.QueryVariableBuilder {
	query := "label_values(" + series + ", " + label + ")"
	return dashboard.NewQueryVariableBuilder(label).Datasource(source()).Query(dashboard.StringOrMap{String: &query}).
		Definition(query).Refresh(dashboard.VariableRefreshOnTimeRangeChanged).Sort(dashboard.VariableSortAlphabeticalAsc)
}

// From a row of a table to its database.
func toDatabase() map[string]string {
	url := "/d/" + databaseUID + "?var-namespace=${__data.fields.namespace}&var-migration=${__data.fields.migration}" +
		"&${datasource:queryparam}&${__url_time_range}"
	return map[string]string{"title": "Show this database", "url": url}
}

// From the page of one database to all of its namespace, at the top of the page.
type toFleet struct{}

func (toFleet) Build() (dashboard.DashboardLink, error) {
	link, err := dashboard.NewDashboardLinkBuilder("All of this namespace").Type(dashboard.DashboardLinkTypeLink).
		Icon("dashboard").Url("/d/" + fleetUID + "?${namespace:queryparam}&${datasource:queryparam}").KeepTime(true).Build()
	// The builder would hide it in a menu.
	link.Placement = nil
	return link, err
}
