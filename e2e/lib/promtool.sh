# shellcheck shell=bash
# Prometheus' promtool, with which the tests of the chart try the alerts.

# Exports where it is. Debian's package is unpacked, not installed: nobody here needs its service.
use_promtool() {
    if [[ -z ${STILLHOUSE_PROMTOOL:-} ]]; then
        if has promtool; then
            STILLHOUSE_PROMTOOL=$(command -v promtool)
        else
            STILLHOUSE_PROMTOOL=$CACHE/promtool/promtool
            [[ -x $STILLHOUSE_PROMTOOL ]] || exclusively promtool fetch_promtool "$STILLHOUSE_PROMTOOL"
        fi
    fi
    export STILLHOUSE_PROMTOOL
}

fetch_promtool() (
    program=$1
    if [[ -x $program ]]; then return; fi
    has apt-get && has dpkg-deb || fail "Trying the alerts needs promtool, please install it: Prometheus"
    say "fetching promtool from Debian's package prometheus (log: $CACHE/promtool.log)"
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cd "$folder" || exit
    quietly "$CACHE/promtool.log" persistently download_prometheus
    dpkg-deb --extract prometheus_*.deb .
    mkdir -p "$(dirname "$program")"
    mv usr/bin/promtool "$program"
)

# A new machine has no lists of packages yet, which root alone may fetch.
download_prometheus() {
    apt-get download -qq prometheus || { apt-get update -qq && apt-get download -qq prometheus; }
}
