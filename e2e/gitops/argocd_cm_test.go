package gitops

import (
	"flag"
	"os"
	"slices"
	"testing"

	"sigs.k8s.io/yaml"
)

const argocdCM = "../../helm/stillhouse/files/argo-cd/argocd-cm.yaml"

const argocdCMHead = `# What Argo CD has to know of Stillhouse, as a patch of its ConfigMap:
#   kubectl patch configmap argocd-cm --namespace argocd --patch-file argocd-cm.yaml
# Written from the scripts beside it by "go test . -update" in e2e/gitops.
`

var update = flag.Bool("update", false, "write argocd-cm.yaml anew")

type definition struct {
	Name      string `json:"name"`
	ActionLua string `json:"action.lua"`
}

type actions struct {
	DiscoveryLua string       `json:"discovery.lua"`
	Definitions  []definition `json:"definitions"`
}

// The keys of argocd-cm hold the scripts that are tested here.
func TestArgoCDConfigMap(t *testing.T) {
	data := map[string]string{}
	for _, kind := range kinds {
		data["resource.customizations.health.stillhouse.dev_"+kind] = read(t, kindFile(kind, "health.lua"))
	}
	for _, kind := range kindsWithActions {
		all := actions{DiscoveryLua: read(t, kindFile(kind, "actions", "discovery.lua"))}
		names := actionNames(t, kind)
		slices.Sort(names)
		for _, name := range names {
			script := read(t, kindFile(kind, "actions", name, "action.lua"))
			all.Definitions = append(all.Definitions, definition{Name: name, ActionLua: script})
		}
		data["resource.customizations.actions.stillhouse.dev_"+kind] = inYAML(t, all)
	}
	expected := argocdCMHead + inYAML(t, map[string]any{
		"apiVersion": "v1",
		"kind":       "ConfigMap",
		"metadata":   map[string]string{"name": "argocd-cm"},
		"data":       data,
	})
	if *update {
		if err := os.WriteFile(argocdCM, []byte(expected), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if read(t, argocdCM) != expected {
		t.Errorf("%s does not hold the scripts as they are; write it anew with: go test . -update", argocdCM)
	}
}

func inYAML(t *testing.T, value any) string {
	t.Helper()
	text, err := yaml.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
