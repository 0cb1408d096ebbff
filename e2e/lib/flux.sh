# shellcheck shell=bash
# Flux' own controllers, compiled from their Go modules once for each version, and a Git server for them.

readonly FLUX_CONTROLLERS=(source-controller kustomize-controller)

# The newest kustomize-controller that Go 1.26 compiles, as 1.10 wants 1.27, and the source-controller that its manifests name.
flux_version() {
    case $1 in
        source-controller) echo v1.9.0 ;;
        kustomize-controller) echo v1.9.6 ;;
    esac
}

# Where a controller lies: its program, and `config`, the manifests of its release.
flux_folder() { echo "$CACHE/$1-$(flux_version "$1")-$(node_architecture)"; }

make_flux_controllers() {
    local controller
    for controller in "${FLUX_CONTROLLERS[@]}"; do
        once "$(flux_folder "$controller")" compile_flux_controller "$controller"
    done
}

compile_flux_controller() (
    controller=$1 folder=$2
    has go || install_packages "Compiling Flux" golang-go
    sources=$(mktemp -d)
    at_exit rm -rf "$sources"
    log=$CACHE/compile-$controller.log
    say "compiling Flux' $controller $(flux_version "$controller") (minutes the first time, then never again; log: $log)"
    mkdir "$folder"
    timed "compiling $controller" compile_aloud "$controller" "$log" persistently \
        compile_copy_of_controller "$controller" "$sources/$controller" "$folder"
)

# In a copy, as Go's own is not to be changed: go.mod takes the API, which is a module too, from a folder that is not in it.
compile_copy_of_controller() (
    controller=$1 copy=$2 folder=$3 module=github.com/fluxcd/$1
    rm -rf "$copy"
    original=$(go mod download -json "$module@$(flux_version "$controller")" | sed -n 's/^[[:space:]]*"Dir": "\(.*\)",$/\1/p') &&
        cp -R "$original" "$copy" && chmod -R u+w "$copy" && cd "$copy" &&
        go mod edit -dropreplace "$module/api" &&
        export CGO_ENABLED=0 GOOS=linux GOARCH && GOARCH=$(node_architecture) &&
        packages=$(go list -mod=mod -deps . | wc -l) && echo "packages: $packages" &&
        go build -mod=mod -v -trimpath -buildvcs=false -ldflags "-s -w" -o "$folder/$controller" . &&
        rm -rf "$folder/config" && cp -R config "$folder/config"
)

build_flux_image() (
    controller=$1
    folder=$(mktemp -d)
    at_exit rm -rf "$folder"
    cp "$E2E/flux-image/Dockerfile" "$(flux_folder "$controller")/$controller" "$folder/"
    build_staged "stillhouse-e2e/$controller" "$folder" Dockerfile '' --build-arg "CONTROLLER=$controller"
)

build_git_image() { build_staged stillhouse-e2e/git "$E2E/git-image"; }

# The releases of the application of the sample repository, by the names that it has for them.
build_releases_of_orders() {
    local sources=$E2E/gitops/orders tasks base release image
    tasks=$(build_project tasks)
    base=$(build_staged stillhouse-e2e/orders "$sources" Dockerfile 1.5.0- --build-arg "BASE=${tasks#*=}")
    docker tag "$base" "$(release_of_orders 1.5.0)"
    for release in 1.4.2 1.6.0 1.6.1; do
        image=$(build_staged stillhouse-e2e/orders "$sources/$release" Dockerfile "$release-" --build-arg "BASE=$base")
        docker tag "$image" "$(release_of_orders "$release")"
    done
}

release_of_orders() { echo "registry.example.com/orders:$1"; }

# Installs both controllers and the Git server; the images have to be in the cluster.
#   install_flux GIT-IMAGE SOURCE-CONTROLLER-IMAGE KUSTOMIZE-CONTROLLER-IMAGE
install_flux() (
    folder=$(mktemp -d)
    at_exit rm -rf "$folder"
    cp "$E2E"/gitops/flux/*.yaml "$folder/"
    echo "images:" >>"$folder/kustomization.yaml"
    images=("${@:2}")
    for index in "${!FLUX_CONTROLLERS[@]}"; do
        controller=${FLUX_CONTROLLERS[index]}
        image=${images[index]}
        mkdir "$folder/$controller"
        cp -R "$(flux_folder "$controller")/config" "$folder/$controller/config"
        echo "  - {name: fluxcd/$controller, newName: ${image%:*}, newTag: ${image##*:}}" >>"$folder/kustomization.yaml"
    done
    edit "$folder/git-server.yaml" "s|GIT_IMAGE|$1|"
    # The definitions are larger than what an ordinary apply remembers in an annotation.
    kubectl apply --server-side --force-conflicts -k "$folder" >/dev/null
    kubectl apply -f "$folder/git-server.yaml" >/dev/null
    for deployment in git/git flux-system/source-controller flux-system/kustomize-controller; do
        kubectl rollout status --timeout 300s -n "${deployment%/*}" "deployment/${deployment#*/}" >/dev/null
    done
)
