package gitops

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

type schema struct {
	Properties           map[string]*schema `json:"properties"`
	Items                *schema            `json:"items"`
	Required             []string           `json:"required"`
	AdditionalProperties any                `json:"additionalProperties"`
	PreserveUnknown      bool               `json:"x-kubernetes-preserve-unknown-fields"`
}

// The objects have the fields of the API as it is, and those that it requires.
func TestObjectsFitTheDefinitions(t *testing.T) {
	for _, kind := range kinds {
		definition := schemaOf(t, kind)
		for _, folder := range []string{"testdata", filepath.Join("actions", "testdata")} {
			files, err := filepath.Glob(kindFile(kind, folder, "*.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				fits(t, file, definition)
			}
		}
	}
	fits(t, sample+"/orders/migration/database-migration.yaml", schemaOf(t, "DatabaseMigration"))
}

func fits(t *testing.T, file string, definition *schema) {
	t.Helper()
	object := readObject(t, file).Object
	for _, part := range []string{"spec", "status"} {
		if value, isThere := object[part]; isThere {
			for _, fault := range faults(value, definition.Properties[part], part) {
				t.Errorf("%s: %s", file, fault)
			}
		}
	}
}

func schemaOf(t *testing.T, kind string) *schema {
	t.Helper()
	file := "../../helm/stillhouse/files/crds/" + strings.ToLower(kind) + "s.stillhouse.dev.yaml"
	var typed struct {
		Spec struct {
			Versions []struct {
				Schema struct {
					OpenAPIV3Schema *schema `json:"openAPIV3Schema"`
				} `json:"schema"`
			} `json:"versions"`
		} `json:"spec"`
	}
	// Not strictly: a definition says much more than this.
	if err := yaml.Unmarshal([]byte(read(t, file)), &typed); err != nil {
		t.Fatal(err)
	}
	return typed.Spec.Versions[0].Schema.OpenAPIV3Schema
}

func faults(value any, definition *schema, path string) []string {
	var found []string
	switch value := value.(type) {
	case map[string]any:
		for _, name := range definition.Required {
			if _, isThere := value[name]; !isThere {
				found = append(found, fmt.Sprintf("%s.%s is required", path, name))
			}
		}
		for name, item := range value {
			field := definition.Properties[name]
			if field != nil {
				found = append(found, faults(item, field, path+"."+name)...)
			} else if definition.AdditionalProperties == nil && !definition.PreserveUnknown {
				found = append(found, fmt.Sprintf("%s.%s is unknown", path, name))
			}
		}
	case []any:
		for i, item := range value {
			found = append(found, faults(item, definition.Items, fmt.Sprintf("%s[%d]", path, i))...)
		}
	}
	return found
}
