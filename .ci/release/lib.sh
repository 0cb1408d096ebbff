# shellcheck shell=bash
# What the steps of a release share: `source` this one file.
#
# environment: STILLHOUSE_REGISTRY  where images and the chart are published, such as registry.example.com/stillhouse
#              STILLHOUSE_RELEASE   the folder for the files of the release; target/release if it is not set
#              STILLHOUSE_KEY       a file of cosign with a private key, to sign without the identity of a workflow

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

# Prints the digest of what is published; a failure inside an argument or a loop would be lost.
#   digest_of_published REPOSITORY [TAG]
digest_of_published() {
    local digest
    digest=$(persistently crane digest "$REGISTRY/$1:${2:-$VERSION}" | tail -n 1)
    [[ $digest == sha256:* ]] || fail "the registry does not say what $REGISTRY/$1:${2:-$VERSION} is"
    echo "$digest"
}

# Sets PUBLISHED to everything in the registry, each with its digest, which nobody can move as a tag can be moved.
find_published() {
    local repository digest
    PUBLISHED=()
    for repository in "${IMAGES[@]}" charts/stillhouse; do
        digest=$(digest_of_published "$repository")
        PUBLISHED+=("$REGISTRY/$repository@$digest")
    done
}
