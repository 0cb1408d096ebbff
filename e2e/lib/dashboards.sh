# shellcheck shell=bash
# The dashboards of the chart, which a Go program writes with Grafana's own types.

try_dashboards() (
    has go || install_packages "Trying the dashboards" golang-go
    cd "$ROOT/helm/dashboards" || exit
    persistently go mod download
    say "trying the dashboards"
    # Go does not see that files outside of the module have changed, and would tell of the last time.
    go test -count=1 .
)
