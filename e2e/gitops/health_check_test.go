package gitops

import (
	"fmt"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"github.com/google/cel-go/cel"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// An entry of a Kustomization's spec.healthCheckExprs.
type healthCheck struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	InProgress string `json:"inProgress"`
	Failed     string `json:"failed"`
	Current    string `json:"current"`
}

// In the order of Flux's RFC 9: an older generation is in progress, then the first expression that is true counts. Flux's
// own evaluator (fluxcd/pkg/runtime/cel) does the same, but brings a client of Kubernetes with it, minutes of compiling.
func (check healthCheck) evaluate(object *unstructured.Unstructured) (status.Status, error) {
	observed, isTold, err := unstructured.NestedInt64(object.Object, "status", "observedGeneration")
	if err == nil && isTold && observed != object.GetGeneration() {
		return status.InProgressStatus, nil
	}
	for _, step := range []struct {
		expression string
		status     status.Status
	}{
		{check.InProgress, status.InProgressStatus},
		{check.Failed, status.FailedStatus},
		{check.Current, status.CurrentStatus},
	} {
		isTrue, err := isTrueOf(object.Object, step.expression)
		if err != nil {
			return "", err
		}
		if isTrue {
			return step.status, nil
		}
	}
	return status.InProgressStatus, nil
}

// With the options of Flux, whose further functions are not used. Not checked against types, as Flux does not know those of a
// custom resource either.
func isTrueOf(object map[string]any, expression string) (bool, error) {
	environment, err := cel.NewEnv(cel.HomogeneousAggregateLiterals(), cel.EagerlyValidateDeclarations(true),
		cel.DefaultUTCTimeZone(true), cel.CrossTypeNumericComparisons(true), cel.OptionalTypes())
	if err != nil {
		return false, err
	}
	parsed, issues := environment.Parse(expression)
	if issues.Err() != nil {
		return false, issues.Err()
	}
	program, err := environment.Program(parsed)
	if err != nil {
		return false, err
	}
	result, _, err := program.Eval(object)
	if err != nil {
		return false, err
	}
	isTrue, isBoolean := result.Value().(bool)
	if !isBoolean {
		return false, fmt.Errorf("%s is no boolean", expression)
	}
	return isTrue, nil
}
