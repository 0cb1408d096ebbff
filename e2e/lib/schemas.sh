# shellcheck shell=bash
# The schemas that Kubernetes publishes, with which the tests of the chart validate what it renders.

readonly KUBERNETES_SCHEMAS=kubernetes-validate==1.37.0

# Exports a Python that has them.
use_kubernetes_schemas() {
    local folder
    folder=$CACHE/${KUBERNETES_SCHEMAS//==/-}-$(python3 -c 'import sys; print(sys.prefix, sys.version)' | "${SHA256[@]}" | cut -c 1-8)
    [[ -e $folder/complete ]] || exclusively kubernetes-schemas fetch_kubernetes_schemas "$folder"
    export STILLHOUSE_SCHEMAS_PYTHON=$folder/bin/python
}

fetch_kubernetes_schemas() {
    local folder=$1
    if [[ -e $folder/complete ]]; then return; fi
    python3 -c 'import ensurepip' 2>/dev/null || install_packages "Fetching the schemas of Kubernetes" python3-venv
    say "fetching the schemas of Kubernetes (log: $CACHE/kubernetes-schemas.log)"
    quietly "$CACHE/kubernetes-schemas.log" python3 -m venv --clear "$folder"
    quietly "$CACHE/kubernetes-schemas.log" \
        persistently "$folder/bin/pip" install --quiet --disable-pip-version-check "$KUBERNETES_SCHEMAS"
    : >"$folder/complete"
}
