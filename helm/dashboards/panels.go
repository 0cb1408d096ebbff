package dashboards

import (
	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// What every panel says of itself.
type panel struct {
	title string
	// What it means, and what to do.
	about string
	// Shown in place of nothing.
	none          string
	unit          string
	width, height uint32
	// From which value on it has which color.
	colors  []dashboard.Threshold
	queries []query
}

type query struct {
	expr string
	// The name of the series in a picture, that of the column with the values in a table.
	name string
	// Of a column in a table.
	unit   string
	colors []dashboard.Threshold
}

const dataSource = "${datasource}"

func source() common.DataSourceRef {
	kind, uid := "prometheus", dataSource
	return common.DataSourceRef{Type: &kind, Uid: &uid}
}

func (q query) asked(ref string) *prometheus.DataqueryBuilder {
	return prometheus.NewDataqueryBuilder().Datasource(source()).EditorMode(prometheus.QueryEditorModeCode).RefId(ref).Expr(q.expr)
}

func (q query) overTime(ref string) cog.Builder[variants.Dataquery] {
	return q.asked(ref).LegendFormat(q.name).Range()
}

func (q query) now(ref string) cog.Builder[variants.Dataquery] {
	return q.asked(ref).LegendFormat(q.name).Instant()
}

func (q query) inRows(ref string) cog.Builder[variants.Dataquery] {
	return q.asked(ref).Format(prometheus.PromQueryFormatTable).Instant()
}

func (p panel) targets(how func(query, string) cog.Builder[variants.Dataquery]) []cog.Builder[variants.Dataquery] {
	var targets []cog.Builder[variants.Dataquery]
	for number, query := range p.queries {
		targets = append(targets, how(query, refID(number)))
	}
	return targets
}

func refID(number int) string { return string(rune('A' + number)) }

func (p panel) thresholds() cog.Builder[dashboard.ThresholdsConfig] {
	return dashboard.NewThresholdsConfigBuilder().Mode(dashboard.ThresholdsModeAbsolute).Steps(p.colors)
}

// One color whatever the value is.
func always(color string) []dashboard.Threshold { return []dashboard.Threshold{{Color: color}} }

// A color below a value, another one from it on.
func from(value float64, below, above string) []dashboard.Threshold {
	return []dashboard.Threshold{{Color: below}, {Value: &value, Color: above}}
}

// Three colors.
func fromAndFrom(first, second float64) []dashboard.Threshold {
	return []dashboard.Threshold{{Color: green}, {Value: &first, Color: yellow}, {Value: &second, Color: red}}
}

const (
	green  = "green"
	yellow = "yellow"
	red    = "red"
	blue   = "blue"
	grey   = "text"
)

// One number.
func number(p panel) cog.Builder[dashboard.Panel] {
	return big(p).TextMode(common.BigValueTextModeValue)
}

// The label that a series is named by.
func word(p panel) cog.Builder[dashboard.Panel] { return big(p).TextMode(common.BigValueTextModeName) }

func big(p panel) *stat.PanelBuilder {
	return stat.NewPanelBuilder().Title(p.title).Description(p.about).NoValue(p.none).Unit(p.unit).Datasource(source()).
		Span(p.width).Height(p.height).Targets(p.targets(query.now)).Thresholds(p.thresholds()).
		Orientation(common.VizOrientationAuto).GraphMode(common.BigValueGraphModeNone).ColorMode(common.BigValueColorModeValue).
		ReduceOptions(common.NewReduceDataOptionsBuilder().Calcs([]string{"lastNotNull"}))
}

// Lines over time.
func lines(p panel) cog.Builder[dashboard.Panel] {
	return overTime(p).DrawStyle(common.GraphDrawStyleLine).FillOpacity(10)
}

// Bars over time that stand on each other, of things that are rare.
func bars(p panel) cog.Builder[dashboard.Panel] {
	return overTime(p).DrawStyle(common.GraphDrawStyleBars).FillOpacity(80).
		Stacking(common.NewStackingConfigBuilder().Mode(common.StackingModeNormal).Group("A"))
}

func overTime(p panel) *timeseries.PanelBuilder {
	return timeseries.NewPanelBuilder().Title(p.title).Description(p.about).NoValue(p.none).Unit(p.unit).Datasource(source()).
		Span(p.width).Height(p.height).Targets(p.targets(query.overTime)).Thresholds(p.thresholds()).Min(0).
		ColorScheme(dashboard.NewFieldColorBuilder().Mode(dashboard.FieldColorModeIdPaletteClassicByName)).
		ShowPoints(common.VisibilityModeAuto).
		Legend(common.NewVizLegendOptionsBuilder().ShowLegend(true).DisplayMode(common.LegendDisplayModeList).
			Placement(common.LegendPlacementBottom)).
		Tooltip(common.NewVizTooltipOptionsBuilder().Mode(common.TooltipDisplayModeMulti).Sort(common.SortOrderDescending))
}

// A row for each series, with a bar in it while the series is 1.
func timeline(p panel, isTrue string) cog.Builder[dashboard.Panel] {
	yes, no, trueColor, falseColor := "yes", "no", isTrue, "transparent"
	return statetimeline.NewPanelBuilder().Title(p.title).Description(p.about).NoValue(p.none).Unit(p.unit).
		Datasource(source()).Span(p.width).Height(p.height).Targets(p.targets(query.overTime)).Thresholds(p.thresholds()).
		Mappings([]dashboard.ValueMapping{{ValueMap: &dashboard.ValueMap{
			Type: dashboard.MappingTypeValueToText,
			Options: map[string]dashboard.ValueMappingResult{
				"0": {Text: &no, Color: &falseColor},
				"1": {Text: &yes, Color: &trueColor},
			},
		}}}).
		MergeValues(true).ShowValue(common.VisibilityModeNever).RowHeight(0.7).FillOpacity(80).
		Legend(common.NewVizLegendOptionsBuilder().ShowLegend(false).DisplayMode(common.LegendDisplayModeList).
			Placement(common.LegendPlacementBottom))
}

// A bar for each query.
func gauges(p panel) cog.Builder[dashboard.Panel] {
	return bargauge.NewPanelBuilder().Title(p.title).Description(p.about).NoValue(p.none).Unit(p.unit).Datasource(source()).
		Span(p.width).Height(p.height).Targets(p.targets(query.now)).Thresholds(p.thresholds()).Min(0).
		Orientation(common.VizOrientationHorizontal).DisplayMode(common.BarGaugeDisplayModeBasic).
		ReduceOptions(common.NewReduceDataOptionsBuilder().Calcs([]string{"lastNotNull"}))
}
