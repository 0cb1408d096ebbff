package gitops

import (
	"os"
	"reflect"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type parameter struct {
	Name string `json:"name"`
}

type action struct {
	Name     string      `json:"name"`
	Disabled bool        `json:"disabled"`
	Params   []parameter `json:"params,omitempty"`
}

type actionFile struct {
	DiscoveryTests []struct {
		InputPath string   `json:"inputPath"`
		Result    []action `json:"result"`
	} `json:"discoveryTests"`
	ActionTests []struct {
		Action             string            `json:"action"`
		InputPath          string            `json:"inputPath"`
		ExpectedOutputPath string            `json:"expectedOutputPath"`
		Parameters         map[string]string `json:"parameters"`
	} `json:"actionTests"`
}

var kindsWithActions = []string{"DatabaseMigration", "MigrationRequest", "MigrationRun"}

func TestDiscovery(t *testing.T) {
	for _, kind := range kindsWithActions {
		var file actionFile
		readYAML(t, kindFile(kind, "actions", "action_test.yaml"), &file)
		script := read(t, kindFile(kind, "actions", "discovery.lua"))
		for _, test := range file.DiscoveryTests {
			t.Run(kind+"/"+test.InputPath, func(t *testing.T) {
				found := map[string]action{}
				object := readObject(t, kindFile(kind, "actions", test.InputPath))
				if err := runLuaInto(&found, script, object.Object, nil); err != nil {
					t.Fatal(err)
				}
				expected := map[string]action{}
				for _, action := range test.Result {
					expected[action.Name] = action
				}
				for name, action := range found {
					action.Name = name
					found[name] = action
				}
				if !reflect.DeepEqual(found, expected) {
					t.Errorf("found %+v\nnot   %+v", found, expected)
				}
			})
		}
	}
}

func TestActions(t *testing.T) {
	for _, kind := range kindsWithActions {
		var file actionFile
		readYAML(t, kindFile(kind, "actions", "action_test.yaml"), &file)
		tried := map[string]bool{}
		for _, test := range file.ActionTests {
			tried[test.Action] = true
			t.Run(kind+"/"+test.Action+"/"+test.InputPath, func(t *testing.T) {
				object := readObject(t, kindFile(kind, "actions", test.InputPath))
				result := act(t, kind, test.Action, object, test.Parameters)
				expected := readObject(t, kindFile(kind, "actions", test.ExpectedOutputPath))
				steadyRetry(t, result, expected)
				if !reflect.DeepEqual(result.Object, expected.Object) {
					t.Errorf("it became %v\nnot       %v", result.Object, expected.Object)
				}
			})
		}
		for _, name := range actionNames(t, kind) {
			if !tried[name] {
				t.Errorf("%s: the action %s is in no test", kind, name)
			}
		}
	}
}

// Half a digest, or none, approves nothing.
func TestApprovalNeedsAWholeDigest(t *testing.T) {
	script := read(t, kindFile("DatabaseMigration", "actions", "approve", "action.lua"))
	object := readObject(t, kindFile("DatabaseMigration", "actions", "testdata", "awaiting_approval.yaml"))
	for _, parameters := range []map[string]string{nil, {}, {"digest": ""}, {"digest": "sha256:4f9d1c52"}} {
		if result, err := runLua(script, object.Object, parameters); err == nil {
			t.Errorf("%v was taken: %s", parameters, result)
		}
	}
}

func act(t *testing.T, kind, name string, object *unstructured.Unstructured, parameters map[string]string) *unstructured.Unstructured {
	t.Helper()
	text, err := runLua(read(t, kindFile(kind, "actions", name, "action.lua")), object.Object, parameters)
	if err != nil {
		t.Fatal(err)
	}
	result := &unstructured.Unstructured{}
	if err := result.UnmarshalJSON(text); err != nil {
		t.Fatal(err)
	}
	return result
}

// The only value that differs each time is a time: it has to be now.
func steadyRetry(t *testing.T, result, expected *unstructured.Unstructured) {
	t.Helper()
	const retry = "stillhouse.dev/retry"
	annotations := result.GetAnnotations()
	if annotations[retry] == "" {
		return
	}
	asked, err := time.Parse(time.RFC3339, annotations[retry])
	if err != nil || time.Since(asked).Abs() > time.Minute {
		t.Errorf("the retry is of %q", annotations[retry])
	}
	annotations[retry] = expected.GetAnnotations()[retry]
	result.SetAnnotations(annotations)
}

func actionNames(t *testing.T, kind string) []string {
	t.Helper()
	entries, err := os.ReadDir(kindFile(kind, "actions"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() && entry.Name() != "testdata" {
			names = append(names, entry.Name())
		}
	}
	return names
}
