package gitops

import (
	"path/filepath"
	"slices"
	"testing"
)

type health struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

type healthCase struct {
	HealthStatus health `json:"healthStatus"`
	InputPath    string `json:"inputPath"`
}

func healthCases(t *testing.T, kind string) []healthCase {
	t.Helper()
	var file struct {
		Tests []healthCase `json:"tests"`
	}
	readYAML(t, kindFile(kind, "health_test.yaml"), &file)
	if len(file.Tests) == 0 {
		t.Fatalf("%s has no test", kind)
	}
	return file.Tests
}

func TestHealth(t *testing.T) {
	for _, kind := range kinds {
		script := read(t, kindFile(kind, "health.lua"))
		for _, test := range healthCases(t, kind) {
			t.Run(kind+"/"+filepath.Base(test.InputPath), func(t *testing.T) {
				object := readObject(t, kindFile(kind, test.InputPath))
				if object.GetKind() != kind {
					t.Errorf("it is a %s", object.GetKind())
				}
				var told health
				if err := runLuaInto(&told, script, object.Object, nil); err != nil {
					t.Fatal(err)
				}
				if told != test.HealthStatus {
					t.Errorf("told %+v\nnot  %+v", told, test.HealthStatus)
				}
			})
		}
	}
}

// An object that no test reads shows nothing.
func TestEveryObjectIsRead(t *testing.T) {
	for _, kind := range kinds {
		files, err := filepath.Glob(kindFile(kind, "testdata", "*.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		cases := healthCases(t, kind)
		for _, file := range files {
			isRead := slices.ContainsFunc(cases, func(test healthCase) bool {
				return filepath.Base(test.InputPath) == filepath.Base(file)
			})
			if !isRead {
				t.Errorf("%s is in no test", file)
			}
		}
	}
}

// All kinds have the same conditions, so what they mean is written once.
func TestHealthIsTheSameOfAllKinds(t *testing.T) {
	for _, kind := range kinds[1:] {
		if read(t, kindFile(kind, "health.lua")) != read(t, kindFile(kinds[0], "health.lua")) {
			t.Errorf("health.lua of %s is not that of %s", kind, kinds[0])
		}
	}
}
