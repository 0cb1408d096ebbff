# shellcheck shell=bash
# The programs of a release: Go modules, compiled once for each version, so that nothing but Go has to be there.

readonly CRANE=github.com/google/go-containerregistry/cmd/crane@v0.22.1
readonly SYFT=github.com/anchore/syft/cmd/syft@v1.57.1
# shellcheck disable=SC2034 # the signer's too
readonly COSIGN=github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3

helm() { "$(go_program helm "$HELM_MODULE")" "$@"; }
crane() { "$(go_program crane "$CRANE")" "$@"; }
syft() { "$(go_program syft "$SYFT")" "$@"; }
cosign() { "${STILLHOUSE_COSIGN:-$(go_program cosign "$COSIGN")}" "$@"; }
