# shellcheck shell=bash
# Every image of the project, and the list of their names that the Java side reads.

readonly IMAGE_LIST=$E2E/target/images.properties

# What the runner's Dockerfile copies, beside the wheels for requirements.txt.
readonly RUNNER_CONTEXT=(
    Dockerfile requirements.txt bin image bridge/__main__.py bridge/stillhouse_bridge
    target/stillhouse-runner.jar target/lib
)

# Prints NAME=IMAGE; a build that fails ends the script, which it would not inside an `echo`.
#   image_entry NAME COMMAND…
image_entry() {
    local image
    image=$("${@:2}")
    echo "$1=$image"
}

# Prints NAME=IMAGE for what the product itself consists of, and the server that it migrates.
build_product_images() {
    image_entry node use_node_image
    image_entry postgres build_postgres_image
    image_entry runner build_runner_image
    image_entry operator build_operator_image
}

#   build_operator_image [OPTION-OF-DOCKER-BUILD…]
build_operator_image() (
    [[ -d $ROOT/operator/target/quarkus-app ]] || fail "operator/target/quarkus-app is missing: run mvn package first"
    folder=$(mktemp -d)
    at_exit rm -rf "$folder"
    stage_context "$folder" "$ROOT/operator" Dockerfile target/quarkus-app
    build_staged stillhouse/operator "$folder" Dockerfile '' "$@"
)

# With PostgreSQL's major versions of the variable POSTGRESQL, or those that the Dockerfile names.
#   build_runner_image [OPTION-OF-DOCKER-BUILD…]
# shellcheck disable=SC2120 # a release passes some
build_runner_image() (
    folder=$(mktemp -d)
    at_exit rm -rf "$folder"
    stage_context "$folder" "$ROOT/migration-runner-image" "${RUNNER_CONTEXT[@]}"
    build_staged stillhouse/runner "$folder" Dockerfile '' ${POSTGRESQL:+--build-arg "POSTGRESQL=$POSTGRESQL"} "$@"
)

# A server of PostgreSQL: the newest, or the one that the options name.
#   build_postgres_image [OPTION-OF-DOCKER-BUILD…]
# shellcheck disable=SC2120 # the tests of an older server pass some
build_postgres_image() {
    build_staged stillhouse/postgres "$E2E/postgres-image" Dockerfile '' "$@"
}

# Prints the names of what only the tests need.
build_projects_images() {
    local runner
    runner=$(build_runner_image)
    image_entry runner.extended build_staged stillhouse-e2e/runner "$E2E/runner-with-extension" Dockerfile '' \
        --build-arg "RUNNER=$runner"
    exclusively images-beside-the-product build_images_beside_the_product
}

# Prints project.NAME=IMAGE for each Dockerfile in e2e/projects, and project.NAME.VARIANT=IMAGE for each
# Dockerfile.VARIANT; and the servers of the tests. Nothing in them is built by Maven.
build_images_beside_the_product() {
    local project tasks
    build_postgres_image >/dev/null
    image_entry s3 build_s3_image
    image_entry prometheus build_staged stillhouse-e2e/prometheus "$E2E/prometheus-image"
    image_entry postgres.17 build_postgres_image --build-arg BASE=debian:trixie-slim --build-arg MAJOR=17
    for project in "$E2E"/projects/*/; do
        if compgen -G "${project}Dockerfile*" >/dev/null; then build_project "$(basename "$project")"; fi
    done
    tasks=$(build_project tasks)
    build_broken_projects "${tasks#*=}"
}

build_project() (
    name=$1
    folder=$(mktemp -d)
    at_exit rm -rf "$folder"
    stage_context "$folder" "$E2E/projects/$name" .
    for dockerfile in "$folder"/Dockerfile*; do
        variant=${dockerfile#"$folder/Dockerfile"}
        variant=${variant#.}
        image=$(build_staged "stillhouse-e2e/$name" "$folder" "$(basename "$dockerfile")" "${variant:+$variant-}")
        echo "project.$name${variant:+.$variant}=$image"
    done
)

# Variants of the project tasks that go wrong, each on top of its image: project.broken.NAME=IMAGE.
build_broken_projects() {
    local tasks=$1 project name image
    for project in "$E2E"/projects/broken/*/; do
        name=$(basename "$project")
        image=$(build_staged stillhouse-e2e/broken "$project" Dockerfile "$name-" --build-arg "BASE=$tasks")
        echo "project.broken.$name=$image"
    done
}

# Builds the named groups of images (product, projects) and writes the list. Projects that were built before stay on it.
write_image_list() {
    local group
    mkdir -p "$(dirname "$IMAGE_LIST")"
    for group in "$@"; do "build_${group}_images"; done >"$IMAGE_LIST.new"
    if [[ " $* " != *" projects "* && -f $IMAGE_LIST ]]; then
        sed -n -e '/^project\./p' -e '/^s3=/p' -e '/^prometheus=/p' -e '/^postgres\./p' -e '/^runner\./p' "$IMAGE_LIST" >>"$IMAGE_LIST.new"
    fi
    mv "$IMAGE_LIST.new" "$IMAGE_LIST"
}
