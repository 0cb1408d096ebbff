# shellcheck shell=bash
# The Kubernetes node for machines that reach no image registry: compiled from Go modules, once per content.

readonly NODE_SOURCES=$E2E/node-image

# The node of the cluster for everyday work.
# shellcheck disable=SC2034 # e2e/cluster's
readonly CLUSTER_CONTAINER=stillhouse-cluster

node_architecture() { docker version --format '{{.Server.Arch}}'; }

# One folder for each version of the two Go modules.
node_binaries() { echo "$CACHE/node-$(digest_of "$NODE_SOURCES" kubernetes coredns)-$(node_architecture)"; }

kubernetes_version() { sed -n 's|.*k8s.io/kubernetes \(v[^ ]*\).*|\1|p' "$NODE_SOURCES/kubernetes/go.mod"; }

compile() {
    local module=$1 output=$2 flags=$3
    (
        cd "$NODE_SOURCES/$module" || exit
        export CGO_ENABLED=0 GOOS=linux GOARCH
        GOARCH=$(node_architecture)
        # The compiler itself: less garbage to collect, and no words for a debugger, which the linker would drop.
        export GOGC=${GOGC:-200}
        # From here on go says on a line of its own what it has come to.
        echo "packages: $(go list -deps . | wc -l)"
        go build -v -trimpath -buildvcs=false -gcflags=all=-dwarf=false -ldflags "-s -w $flags" -o "$output" .
    )
}

# Tells every half a minute how far a compiler has come, by its log, which has a line for each package.
#   tell_progress WHAT LOG
tell_progress() {
    local what=$1 log=$2 began=$SECONDS all built percent
    while sleep 30; do
        all=$(sed -n 's/^packages: *//p' "$log" | tail -n 1)
        if [[ -z $all ]]; then
            say "$what: fetching its modules"
            continue
        fi
        built=$(awk '/^packages: / { begun = 1; next } begun && !/ / { n++ } END { print n + 0 }' "$log")
        percent=$((built < all ? built * 100 / all : 99))
        if ((percent >= 10)); then
            say "$what: $percent % of $all packages, about $(((SECONDS - began) * (100 - percent) / percent)) s left"
        else
            say "$what: $percent % of $all packages"
        fi
    done
}

# Compiles with its progress told.
#   compile_aloud WHAT LOG COMMAND…
compile_aloud() (
    # Nobody who waits for the end of this output waits for the teller too.
    beside tell_progress "$1" "$2" >/dev/null
    quietly "$2" "${@:3}"
)

compile_node() {
    local folder=$1 version package=k8s.io/component-base/version minor
    has go || install_packages "Compiling the Kubernetes node" golang-go
    version=$(kubernetes_version)
    minor=${version#v1.}
    mkdir "$folder"
    say "compiling Kubernetes $version and CoreDNS (minutes the first time, then never again; log: $CACHE/compile.log)"
    timed "compiling Kubernetes" compile_aloud Kubernetes "$CACHE/compile.log" persistently \
        compile kubernetes "$folder/kubernetes" \
        "-X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*} -X $package.gitTreeState=clean"
    timed "compiling CoreDNS" compile_aloud CoreDNS "$CACHE/compile-coredns.log" persistently \
        compile coredns "$folder/coredns" ""
}

make_node_binaries() { once "$(node_binaries)" compile_node; }

# The same binary is a kubectl for this machine, if it has none.
use_kubectl() {
    export PATH=$PATH:$CACHE/bin
    if has kubectl; then return; fi
    if [[ $STILLHOUSE_IMAGES == built && $(uname -s) == Linux ]]; then
        once "$CACHE/bin/kubectl" cp "$(node_binaries)/kubernetes"
    else
        say "kubectl is not installed; to look into the cluster yourself, install it"
    fi
}

# Before the minutes of work that would be in vain without it.
need_kubectl() {
    if [[ $STILLHOUSE_IMAGES != built || $(uname -s) != Linux ]]; then
        has kubectl || fail "this needs kubectl, please install it"
    fi
}

# Kubernetes' own two images go into the node's as an archive, as there is nowhere to pull them from.
build_node() (
    image=$1
    folder=$(mktemp -d)
    at_exit rm -rf "$folder"
    cp -R "$NODE_SOURCES"/{Dockerfile,entrypoint.sh,provision-volumes.sh,etc,manifests} "$folder/"
    mkdir "$folder/bin" "$folder/images"
    cp "$(node_binaries)"/* "$folder/bin/"
    for target in pause coredns; do
        quietly "$CACHE/docker-build-node.log" \
            persistently docker build --target "$target" --tag "stillhouse/$target:node" "$folder"
    done
    docker save --output "$folder/images/system.tar" stillhouse/pause:node stillhouse/coredns:node
    quietly "$CACHE/docker-build-node.log" persistently docker build --target node --tag "$image" "$folder"
)

make_node_image() {
    local image=$1
    # Somebody else may have made it meanwhile.
    if docker image inspect "$image" >/dev/null 2>&1; then return; fi
    make_node_binaries
    say "building $image"
    build_node "$image"
}

# Prints the name of the node's image once it is there.
use_node_image() {
    if [[ $STILLHOUSE_IMAGES == published ]]; then
        echo "$NODE_IMAGE"
        return
    fi
    local image
    image=stillhouse/node:$(kubernetes_version)-$(digest_of "$NODE_SOURCES")
    docker image inspect "$image" >/dev/null 2>&1 || exclusively node-image make_node_image "$image"
    echo "$image"
}
