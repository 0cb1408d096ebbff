package gitops

import (
	"os"
	"path/filepath"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// Where the scripts lie, in the layout of Argo CD's own repository.
const customizations = "../../helm/stillhouse/files/argo-cd/resource_customizations/stillhouse.dev"

// The kinds that have a status.
var kinds = []string{"DatabaseMigration", "MigrationRequest", "MigrationRun", "MigrationBackup"}

func kindFile(kind string, path ...string) string {
	return filepath.Join(append([]string{customizations, kind}, path...)...)
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	if err := yaml.UnmarshalStrict([]byte(read(t, path)), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// Reads an object with whole numbers as int64, as a controller has it; kstatus takes no others.
func readObject(t *testing.T, path string) *unstructured.Unstructured {
	t.Helper()
	json, err := yaml.YAMLToJSONStrict([]byte(read(t, path)))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(json); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return object
}
