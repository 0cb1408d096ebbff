# shellcheck shell=bash
# What the steps of a release share: `source` this one file.
#
# environment: STILLHOUSE_REGISTRY  where images and the chart are published, such as registry.example.com/stillhouse
#              STILLHOUSE_RELEASE   the folder for the files of the release; target/release if it is not set
#              STILLHOUSE_KEY       a file of cosign with a private key, to sign without the identity of a workflow
#              STILLHOUSE_COSIGN    the program, if it is not to be compiled here

STEPS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/lib/bootstrap.sh
source "$STEPS/../../e2e/lib/bootstrap.sh"
# shellcheck source=.ci/release/programs.sh
source "$STEPS/programs.sh"

# The images, by the names that they have in the registry.
# shellcheck disable=SC2034 # the steps'
readonly IMAGES=(operator runner)
# shellcheck disable=SC2034
readonly BASE_IMAGE=debian:forky-slim

VERSION=$("$STEPS/version")
[[ $VERSION != *-SNAPSHOT ]] || fail "$VERSION is no version to release: docs/how-to/release.md says how to write one"
FILES=${STILLHOUSE_RELEASE:-$ROOT/target/release}
mkdir -p "$FILES"

# The list of what is in the registry, which `published` writes.
PUBLISHED=$FILES/PUBLISHED

# Registries know small letters only; the name of a repository on a forge may have others.
use_registry() {
    [[ -n ${STILLHOUSE_REGISTRY:-} ]] ||
        fail "STILLHOUSE_REGISTRY names where to publish, such as registry.example.com/stillhouse; it is not set"
    REGISTRY=$(tr '[:upper:]' '[:lower:]' <<<"${STILLHOUSE_REGISTRY%/}")
    # Helm has to be told that a registry on this machine speaks no TLS; the other programs know.
    # shellcheck disable=SC2034 # the steps'
    HELM_OPTIONS=()
    # shellcheck disable=SC2034
    if [[ $REGISTRY == 127.0.0.1:* ]]; then HELM_OPTIONS=(--plain-http); fi
}

# Prints the digest of what a registry has under a tag; a failure inside an argument or a loop would be lost.
digest_of_tag() {
    local digest
    digest=$(persistently crane digest "$1")
    [[ $digest == sha256:* ]] || fail "the registry does not say what $1 is"
    echo "$digest"
}

# Prints what is on the list under a name, by its digest, which nobody can move as a tag can be moved.
#   published operator|runner|operator-ARCH|runner-ARCH|chart
published() {
    local found
    found=$(awk -v name="$1" '$1 == name { print $2 "@" $3 }' "$PUBLISHED")
    [[ $found == "$REGISTRY"/*@sha256:* ]] || fail "$PUBLISHED does not say what $1 at $REGISTRY is, but '$found'"
    echo "$found"
}
