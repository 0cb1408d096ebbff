# shellcheck shell=bash
# Builds an image once for each content of its context: the tag is the digest of what goes in.

# Python of the images, the projects' and the runner's.
readonly PYTHON_VERSION=3.13

# Wheels for the images' Python, fetched here because a build has no access to this machine's certificates.
#   download_wheels REQUIREMENTS-FILE FOLDER [OPTION-OF-PIP…]
download_wheels() {
    local requirements=$1 folder=$2 machine cached
    shift 2
    case $(docker version --format '{{.Server.Arch}}') in
        arm64) machine=aarch64 ;;
        *) machine=x86_64 ;;
    esac
    cached=$CACHE/wheels/$(cat "$requirements" <(echo "$PYTHON_VERSION $machine") | "${SHA256[@]}" | cut -c 1-12)
    once "$cached" fetch_wheels "$requirements" --python-version "$PYTHON_VERSION" "$@" \
        --platform "manylinux_2_28_$machine" --platform "manylinux_2_17_$machine" --platform "manylinux2014_$machine" --dest
    mkdir -p "$folder"
    cp "$cached"/* "$folder/"
}

fetch_wheels() {
    python3 -m pip --version >/dev/null 2>&1 || install_packages "Fetching Python packages" python3-pip
    say "fetching Python packages: $(sed '/^#/d' "$1" | paste -s -d ' ' -)"
    quietly "$CACHE/pip.log" persistently python3 -m pip download --quiet --disable-pip-version-check --only-binary=:all: \
        --requirement "$@"
}

# Copies what an image is built from into one folder, so that nothing else can get in or change the tag.
#   stage_context FOLDER SOURCE PATH…
stage_context() {
    local folder=$1 source=$2 path
    shift 2
    for path in "$@"; do
        if [[ -e $source/$path ]]; then
            mkdir -p "$folder/$(dirname "$path")"
            cp -R "$source/$path" "$folder/$path"
        fi
    done
    find "$folder" -name __pycache__ -type d -prune -exec rm -rf {} +
    if [[ -s $folder/requirements.txt ]]; then download_wheels "$folder/requirements.txt" "$folder/wheels"; fi
    if [[ -s $folder/requirements-no-deps.txt ]]; then
        download_wheels "$folder/requirements-no-deps.txt" "$folder/wheels" --no-deps --ignore-requires-python
    fi
}

# Prints the image's full name once it is there. The options count for the tag as the files do.
#   build_staged NAME FOLDER [DOCKERFILE [TAG-PREFIX [OPTION-OF-DOCKER-BUILD…]]]
build_staged() {
    local name=$1 folder=$2 dockerfile=${3:-Dockerfile} prefix=${4:-}
    shift $(($# < 4 ? $# : 4))
    local image digest
    digest=$({ digest_of "$folder" && echo "$*"; } | "${SHA256[@]}" | cut -c 1-12)
    image=$name:$prefix$digest
    if ! docker image inspect "$image" >/dev/null 2>&1; then
        say "building $image"
        quietly "$CACHE/docker-build-$(basename "$name").log" \
            persistently docker build --tag "$image" --file "$folder/$dockerfile" "$@" "$folder"
    fi
    echo "$image"
}
