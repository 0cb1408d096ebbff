package dashboards

import (
	"fmt"
	"strings"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// A person at 3 a.m. reads what a panel means and what to do, and is not left with an empty frame.
func TestEachPanelSaysWhatItMeans(t *testing.T) {
	forEachPanel(t, func(where string, panel *dashboard.Panel) {
		if panel.Description == nil || !strings.HasSuffix(*panel.Description, ".") {
			t.Errorf("%s has no description in sentences", where)
		}
		if defaults := panel.FieldConfig.Defaults; defaults.NoValue == nil || *defaults.NoValue == "" {
			t.Errorf("%s does not say what it means that there is nothing", where)
		} else if defaults.Unit == nil || *defaults.Unit == "" {
			t.Errorf("%s has no unit", where)
		} else if defaults.Thresholds == nil || len(defaults.Thresholds.Steps) == 0 {
			t.Errorf("%s has no color", where)
		}
		if len(panel.Targets) == 0 {
			t.Errorf("%s asks for nothing", where)
		}
	})
}

func TestPanelsFillTheGridWithoutOverlapping(t *testing.T) {
	for uid, build := range all {
		board, err := build()
		if err != nil {
			t.Fatal(err)
		}
		taken, ids := map[string]string{}, map[uint32]bool{}
		for _, entry := range board.Panels {
			if entry.Panel == nil {
				continue
			}
			panel, where := entry.Panel, uid+": "+*entry.Panel.Title
			if ids[*panel.Id] {
				t.Errorf("%s has the number of another panel", where)
			}
			ids[*panel.Id] = true
			grid := panel.GridPos
			if grid.X+grid.W > 24 {
				t.Errorf("%s leaves the page", where)
			}
			for x := grid.X; x < grid.X+grid.W; x++ {
				for y := grid.Y; y < grid.Y+grid.H; y++ {
					cell := fmt.Sprint(x, " ", y)
					if other, isTaken := taken[cell]; isTaken {
						t.Fatalf("%s lies on %s", where, other)
					}
					taken[cell] = where
				}
			}
		}
	}
}

func forEachPanel(t *testing.T, visit func(where string, panel *dashboard.Panel)) {
	t.Helper()
	for uid, build := range all {
		board, err := build()
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range board.Panels {
			if entry.Panel != nil {
				visit(uid+": "+*entry.Panel.Title, entry.Panel)
			}
		}
	}
}
