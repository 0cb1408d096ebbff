package gitops

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
)

const (
	expressions = "../../helm/stillhouse/files/flux/health-check-exprs.yaml"
	sample      = "sample"
)

// What kstatus makes of what Argo CD calls by these names. It has no word for what waits for a person.
var inWordsOfKstatus = map[string]status.Status{
	"Healthy":     status.CurrentStatus,
	"Progressing": status.InProgressStatus,
	"Degraded":    status.FailedStatus,
	"Suspended":   status.InProgressStatus,
}

// The same with our expressions: a Kustomization that cannot go on without a person has failed.
var inWordsOfFlux = map[string]status.Status{
	"Healthy":     status.CurrentStatus,
	"Progressing": status.InProgressStatus,
	"Degraded":    status.FailedStatus,
	"Suspended":   status.FailedStatus,
}

func TestKstatus(t *testing.T) {
	for _, kind := range kinds {
		for _, test := range healthCases(t, kind) {
			t.Run(kind+"/"+filepath.Base(test.InputPath), func(t *testing.T) {
				object := readObject(t, kindFile(kind, test.InputPath))
				told, err := status.Compute(object)
				if err != nil {
					t.Fatal(err)
				}
				expected := inWordsOfKstatus[test.HealthStatus.Status]
				if told.Status != expected {
					t.Errorf("%s (%s), not %s", told.Status, told.Message, expected)
				}
				if expected == status.FailedStatus && told.Message != test.HealthStatus.Message {
					t.Errorf("it says %q, not %q", told.Message, test.HealthStatus.Message)
				}
			})
		}
	}
}

// It has no status: it is current once it is there.
func TestKstatusOfARecord(t *testing.T) {
	told, err := status.Compute(readObject(t, "testdata/MigrationRecord.yaml"))
	if err != nil || told.Status != status.CurrentStatus {
		t.Errorf("%+v, %v", told, err)
	}
}

// What people copy from there is what e2e/flux runs.
func TestHowToShowsTheSample(t *testing.T) {
	howTo := read(t, "../../docs/how-to/flux.md")
	files := 0
	err := filepath.WalkDir(sample, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		if !strings.Contains(howTo, "```yaml\n"+read(t, path)+"```\n") {
			t.Errorf("docs/how-to/flux.md does not show %s as it is", path)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Errorf("%d files, %v", files, err)
	}
}

func TestSampleHasTheExpressions(t *testing.T) {
	entries := strings.Split(read(t, expressions), "- apiVersion:")
	ofMigration := strings.TrimRight("- apiVersion:"+entries[1], "\n")
	indented := strings.ReplaceAll(ofMigration, "\n", "\n    ")
	if !strings.Contains(read(t, sample+"/clusters/prod/orders.yaml"), indented) {
		t.Errorf("the sample does not have\n%s", indented)
	}
}

func TestHealthCheckExpressions(t *testing.T) {
	var checks []healthCheck
	readYAML(t, expressions, &checks)
	if len(checks) != 2 {
		t.Fatalf("%d kinds have expressions", len(checks))
	}
	for _, check := range checks {
		for _, test := range healthCases(t, check.Kind) {
			t.Run(check.Kind+"/"+filepath.Base(test.InputPath), func(t *testing.T) {
				object := readObject(t, kindFile(check.Kind, test.InputPath))
				told, err := check.evaluate(object)
				if err != nil {
					t.Fatal(err)
				}
				if expected := inWordsOfFlux[test.HealthStatus.Status]; told != expected {
					t.Errorf("%s, not %s", told, expected)
				}
			})
		}
	}
}
