# shellcheck shell=bash
# Programs that a check needs, from the registries of Go and of Debian, once for each version. Nothing is installed.

# shellcheck disable=SC2034 # used where a chart is installed or published
readonly HELM_MODULE=helm.sh/helm/v3/cmd/helm@v3.22.0

# Prints the path of a program that is a Go module. The version is fixed, so that everybody has the same.
#   go_program NAME PACKAGE@VERSION
go_program() {
    local name=$1 package=$2 folder
    folder=$CACHE/programs/$name-${package##*@}
    once "$folder" compile_program "$name" "$package"
    echo "$folder/$name"
}

compile_program() {
    local name=$1 package=$2 folder=$3
    has go || install_packages "Compiling $package" golang-go
    say "compiling $package (once; log: $CACHE/compile-$name.log)"
    CGO_ENABLED=0 GOBIN=$folder quietly "$CACHE/compile-$name.log" \
        persistently go install -trimpath -ldflags '-s -w' "$package"
}

# Prints the path of a program: the one on this machine, or that of a package of Debian's, which is unpacked only.
#   debian_program NAME PACKAGE PATH-IN-THE-PACKAGE
debian_program() {
    local name=$1 package=$2 path=$3 folder
    if has "$name"; then
        command -v "$name"
        return
    fi
    folder=$CACHE/programs/debian-$package
    once "$folder" unpack_package "$package" "$path"
    echo "$folder/$path"
}

unpack_package() (
    package=$1 path=$2 folder=$3
    has apt-get && has dpkg-deb || fail "a check needs $(basename "$path"), please install it (in Debian the package $package)"
    say "fetching Debian's package $package"
    mkdir "$folder"
    cd "$folder" || exit
    quietly "$CACHE/fetch-$package.log" persistently download_package "$package"
    dpkg-deb --extract ./*.deb .
    rm ./*.deb
)

# A new machine has no lists of packages yet, which root alone may fetch.
download_package() {
    apt-get download -qq "$1" || { apt-get update -qq && apt-get download -qq "$1"; }
}
