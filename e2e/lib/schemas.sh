# shellcheck shell=bash
# The schemas that Kubernetes publishes, with which the tests of the chart validate what it renders.

# Exports a Python that has them.
use_kubernetes_schemas() {
    local environment
    environment=$(python_with "$ROOT/helm/src/test/python/requirements.txt")
    export STILLHOUSE_SCHEMAS_PYTHON=$environment/bin/python
}
