package dashboards

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/table"
)

// A row for each combination of labels, the largest value of the first query first. The queries share the labels that tell
// their rows apart. What stands in the column migration leads to the page of that database.
func rows(p panel) cog.Builder[dashboard.Panel] {
	builder := table.NewPanelBuilder().Title(p.title).Description(p.about).NoValue(p.none).Unit(p.unit).Datasource(source()).
		Span(p.width).Height(p.height).Targets(p.targets(query.inRows)).Thresholds(p.thresholds()).Filterable(true).
		Footer(common.NewTableFooterOptionsBuilder().Show(false).Reducer([]string{})).
		SortBy([]cog.Builder[common.TableSortByFieldState]{
			common.NewTableSortByFieldStateBuilder().DisplayName(p.queries[0].name).Desc(true),
		}).
		OverrideByName("migration", []dashboard.DynamicConfigValue{{Id: "links", Value: []any{toDatabase()}}})
	if len(p.queries) > 1 {
		builder.WithTransformation(dashboard.DataTransformerConfig{Id: "merge", Options: map[string]any{}})
	}
	columns := map[string]string{}
	for number, query := range p.queries {
		columns[valueField(len(p.queries), number)] = query.name
		builder.OverrideByName(query.name, query.looks())
	}
	return builder.WithTransformation(dashboard.DataTransformerConfig{Id: "organize", Options: map[string]any{
		"excludeByName": map[string]bool{"Time": true},
		"renameByName":  columns,
	}})
}

// What Grafana calls the values of a query in a table.
func valueField(queries, number int) string {
	if queries == 1 {
		return "Value"
	}
	return "Value #" + refID(number)
}

func (q query) looks() []dashboard.DynamicConfigValue {
	looks := []dashboard.DynamicConfigValue{{Id: "unit", Value: q.unit}}
	if q.colors != nil {
		mode := dashboard.ThresholdsModeAbsolute
		looks = append(looks,
			dashboard.DynamicConfigValue{Id: "thresholds", Value: dashboard.ThresholdsConfig{Mode: mode, Steps: q.colors}},
			dashboard.DynamicConfigValue{Id: "custom.cellOptions", Value: map[string]string{"type": "color-text"}})
	}
	return looks
}
