# shellcheck shell=bash
# Where images come from: published ones where a registry answers, otherwise built here from Debian's packages.

# Debian's releases that the images are built on: the current one, and the next, which has a newer PostgreSQL.
readonly DEBIAN_RELEASES=(trixie forky)
readonly NODE_IMAGE=rancher/k3s:v1.36.3-k3s1

# Pulls an image, but does not wait for a registry that never answers.
#   pull_within SECONDS IMAGE
pull_within() (
    seconds=$1 image=$2
    beside docker pull -q "$image" >"$CACHE/pull.log" 2>&1
    for ((attempt = 0; attempt < seconds * 5; attempt++)); do
        if ! kill -0 "$!" 2>/dev/null; then
            joined
            exit
        fi
        sleep 0.2
    done
    exit 1
)

# Decides once, for this script and all that it starts: STILLHOUSE_IMAGES is `published` or `built`.
choose_image_source() {
    if [[ -n ${STILLHOUSE_IMAGES:-} ]]; then return; fi
    if pull_base_images && pull_within 300 "$NODE_IMAGE"; then
        STILLHOUSE_IMAGES=published
        say "an image registry answers: using the published images of Debian and $NODE_IMAGE"
    else
        STILLHOUSE_IMAGES=built
        say "no image registry answers: the base images and the Kubernetes node are built here, from packages and sources"
        # Testcontainers would pull helpers of its own, the last one to find out where the engine's ports are.
        # Whoever starts a container here also stops it.
        export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true
        export TESTCONTAINERS_HOST_OVERRIDE=${TESTCONTAINERS_HOST_OVERRIDE:-localhost}
    fi
    export STILLHOUSE_IMAGES
}

pull_base_images() {
    local release
    for release in "${DEBIAN_RELEASES[@]}"; do pull_within 30 "debian:$release-slim" || return 1; done
}

# The Debian archive that this machine's apt uses, or nothing: mmdebstrap then takes Debian's own.
debian_mirror() {
    if has apt-get; then
        # shellcheck disable=SC2016 # the names are apt's, not the shell's
        apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(SITE)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
            sed -n 's/^Debian|Debian|[^|]*|//p' | head -n 1
    fi
}

use_base_images() {
    local release
    for release in "${DEBIAN_RELEASES[@]}"; do
        if [[ $STILLHOUSE_IMAGES == built ]] && ! docker image inspect "debian:$release-slim" >/dev/null 2>&1; then
            exclusively "base-image-$release" make_base_image "$release"
        fi
    done
}

make_base_image() {
    local release=$1 archive=$CACHE/debian-$1.tar
    once "$archive" make_base_archive "$release"
    docker import "$archive" "debian:$release-slim" >/dev/null
}

make_base_archive() {
    local release=$1 archive=$2 mirror
    has mmdebstrap || install_packages "The base images" mmdebstrap
    say "building debian:$release-slim from Debian's packages"
    mirror=$(debian_mirror)
    # A mirror that stands still for some weeks serves a next release whose date has passed; so it does to the images
    # that are built on this one, whose apt is told the same.
    # shellcheck disable=SC2016,SC2086 # $1 is mmdebstrap's; no mirror means no argument
    quietly "$CACHE/mmdebstrap.log" persistently mmdebstrap --variant=minbase --format=tar \
        --aptopt='Acquire::Check-Valid-Until "false"' \
        --customize-hook="upload '$E2E/lib/docker-clean' /etc/apt/apt.conf.d/docker-clean" \
        --customize-hook='rm -f "$1"/var/cache/apt/*.bin' \
        "$release" "$archive" ${mirror:-}
}
