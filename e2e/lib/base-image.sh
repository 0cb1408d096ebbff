# shellcheck shell=bash
# Where images come from: published ones where a registry answers, otherwise built here from Debian's packages.

readonly BASE_IMAGE=debian:trixie-slim
readonly NODE_IMAGE=rancher/k3s:v1.36.3-k3s1

# Pulls an image, but does not wait for a registry that never answers.
#   pull_within SECONDS IMAGE
pull_within() {
    local seconds=$1 image=$2 pull attempt
    docker pull -q "$image" >"$CACHE/pull.log" 2>&1 </dev/null &
    pull=$!
    for ((attempt = 0; attempt < seconds * 5; attempt++)); do
        if ! kill -0 "$pull" 2>/dev/null; then
            wait "$pull"
            return
        fi
        sleep 0.2
    done
    kill "$pull" 2>/dev/null || true
    return 1
}

# Decides once, for this script and all that it starts: STILLHOUSE_IMAGES is `published` or `built`.
choose_image_source() {
    if [[ -n ${STILLHOUSE_IMAGES:-} ]]; then return; fi
    if pull_within 30 "$BASE_IMAGE" && pull_within 300 "$NODE_IMAGE"; then
        STILLHOUSE_IMAGES=published
        say "an image registry answers: using the published $BASE_IMAGE and $NODE_IMAGE"
    else
        STILLHOUSE_IMAGES=built
        say "no image registry answers: the base image and the Kubernetes node are built here, from packages and sources"
        # Testcontainers would pull helpers of its own, the last one to find out where the engine's ports are.
        # Whoever starts a container here also stops it.
        export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true
        export TESTCONTAINERS_HOST_OVERRIDE=${TESTCONTAINERS_HOST_OVERRIDE:-localhost}
    fi
    export STILLHOUSE_IMAGES
}

# The Debian archive that this machine's apt uses, or nothing: mmdebstrap then takes Debian's own.
debian_mirror() {
    if has apt-get; then
        # shellcheck disable=SC2016 # the names are apt's, not the shell's
        apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(SITE)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
            sed -n 's/^Debian|Debian|[^|]*|//p' | head -n 1
    fi
}

use_base_image() {
    if [[ $STILLHOUSE_IMAGES == published ]] || docker image inspect "$BASE_IMAGE" >/dev/null 2>&1; then return; fi
    exclusively base-image make_base_image
}

make_base_image() {
    local archive=$CACHE/debian-trixie.tar mirror
    if [[ ! -s $archive ]]; then
        has mmdebstrap || install_packages "The base image" mmdebstrap
        say "building $BASE_IMAGE from Debian's packages"
        mirror=$(debian_mirror)
        # shellcheck disable=SC2016,SC2086 # $1 is mmdebstrap's; no mirror means no argument
        quietly "$CACHE/mmdebstrap.log" persistently mmdebstrap --variant=minbase \
            --customize-hook="upload '$E2E/lib/docker-clean' /etc/apt/apt.conf.d/docker-clean" \
            --customize-hook='rm -f "$1"/var/cache/apt/*.bin' \
            trixie "$archive.new.tar" ${mirror:-}
        mv "$archive.new.tar" "$archive"
    fi
    docker import "$archive" "$BASE_IMAGE" >/dev/null
}
