# shellcheck shell=bash
# Prometheus' promtool, with which the tests of the chart try the alerts.

# Exports where it is.
use_promtool() {
    if [[ -z ${STILLHOUSE_PROMTOOL:-} ]]; then
        STILLHOUSE_PROMTOOL=$(debian_program promtool prometheus usr/bin/promtool)
    fi
    export STILLHOUSE_PROMTOOL
}
