# shellcheck shell=bash
# What is written in Go beside the programs that are compiled here: its tests.

# What GitOps tools make of our resources, with the libraries that they have in them.
try_gitops() { run_go_tests "what GitOps tools make of the resources" "$E2E/gitops"; }

# The dashboards of the chart, which a Go program writes with Grafana's own types.
try_dashboards() { run_go_tests "the dashboards" "$ROOT/helm/dashboards"; }

#   run_go_tests WHAT FOLDER-OF-A-MODULE
run_go_tests() (
    has go || install_packages "Trying $1" golang-go
    cd "$2" || exit
    persistently go mod download
    say "trying $1"
    # Go does not see that files outside of the module have changed, and would tell of the last time.
    go test -count=1 .
)
