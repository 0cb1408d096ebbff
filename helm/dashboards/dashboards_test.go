package dashboards

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

const folder = "../stillhouse/files/dashboards"

var update = flag.Bool("update", false, "write the chart's files anew")

var all = map[string]func() (dashboard.Dashboard, error){
	fleetUID:    Fleet,
	databaseUID: Database,
}

// Grafana's types of panels have to be known to be held to. All of them take long to compile, and these are in use.
func TestMain(m *testing.M) {
	runtime := cog.NewRuntime()
	runtime.RegisterPanelcfgVariant(bargauge.VariantConfig())
	runtime.RegisterPanelcfgVariant(stat.VariantConfig())
	runtime.RegisterPanelcfgVariant(statetimeline.VariantConfig())
	runtime.RegisterPanelcfgVariant(table.VariantConfig())
	runtime.RegisterPanelcfgVariant(timeseries.VariantConfig())
	runtime.RegisterDataqueryVariant(prometheus.VariantConfig())
	os.Exit(m.Run())
}

// The chart's files are what is written here, and there are no others.
func TestFilesAreTheGeneratedOnes(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(all) && !*update {
		t.Errorf("%s has %d files in place of %d", folder, len(files), len(all))
	}
	for uid, build := range all {
		file := filepath.Join(folder, uid+".json")
		expected := text(t, build)
		if *update {
			if err := os.WriteFile(file, expected, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if found, err := os.ReadFile(file); err != nil || !bytes.Equal(found, expected) {
			t.Errorf("%s is not what is generated; write it anew with: go test . -update (%v)", file, err)
		}
	}
}

// Grafana's own types know each field of the files: overrides and transformations, which they leave open, excepted.
func TestFilesHaveNoFieldThatGrafanaDoesNotKnow(t *testing.T) {
	for uid, build := range all {
		if faults := faults(text(t, build)); faults != "" {
			t.Errorf("%s: %s", uid, faults)
		}
	}
}

func TestFieldThatGrafanaDoesNotKnowIsSeen(t *testing.T) {
	for _, known := range []string{"legendFormat", "textMode", "filterable", "refresh"} {
		wrong := bytes.Replace(text(t, Database), []byte(`"`+known+`"`), []byte(`"unheardOf"`), 1)
		if !strings.Contains(faults(wrong), "unheardOf") {
			t.Errorf("nobody misses %s", known)
		}
	}
}

// What reads strictly always returns an error, which says nothing where nothing is wrong.
func faults(text []byte) string {
	var read dashboard.Dashboard
	return read.UnmarshalJSONStrict(text).Error()
}

func text(t *testing.T, build func() (dashboard.Dashboard, error)) []byte {
	t.Helper()
	board, err := build()
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(board); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}
