# shellcheck shell=bash
# What every script here shares: where things are, and how to speak.

E2E=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034 # read by the other files
ROOT=$(dirname "$E2E")
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/stillhouse
mkdir -p "$CACHE/bin"

# To standard error: standard output belongs to what a script answers.
say() { echo "[stillhouse] $*" >&2; }

fail() {
    say "$*"
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

can_install() { [[ $(id -u) == 0 ]] && has apt-get; }

# Installs Debian packages where that is possible; otherwise says what is missing.
#   install_packages "what for" PACKAGE…
install_packages() {
    local purpose=$1
    shift
    if ! can_install; then
        fail "$purpose needs these programs, please install them: $*"
    fi
    say "installing $* ($purpose)"
    persistently apt_install "$@" </dev/null >"$CACHE/apt.log" 2>&1 || {
        tail -n 15 "$CACHE/apt.log" >&2
        fail "could not install $*"
    }
}

apt_install() {
    apt-get update -qq || true
    DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=5 install -y -qq --no-install-recommends "$@"
}

# One at a time on this machine: others wait until it has ended. Without flock, as on macOS, nobody waits.
#   exclusively NAME COMMAND…
exclusively() (
    name=$1
    shift
    if has flock; then
        exec 9>"$CACHE/$name.lock"
        flock --nonblock 9 || {
            say "waiting for another script that is at it: $name"
            flock 9
        }
    fi
    "$@" 9>&-
)

# Makes what is not there yet, in another place, so that it appears when it is whole; one at a time on this machine.
#   once PATH COMMAND…    the command has the other place as its last argument
once() { [[ -e $1 ]] || exclusively "$(tr / - <<<"${1#"$CACHE/"}")" make_anew "$@"; }

make_anew() {
    local path=$1
    # Somebody else may have made it meanwhile.
    if [[ -e $path ]]; then return; fi
    rm -rf "$path.new"
    mkdir -p "$(dirname "$path")"
    "${@:2}" "$path.new"
    mv "$path.new" "$path"
}

# Runs a command with its output in a file, which is only shown if the command fails.
#   quietly LOG-FILE COMMAND…
quietly() {
    local log=$1
    shift
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 40 "$log" >&2
        fail "failed: $* (all of it in $log)"
    fi
}

# Runs a command, and tells how long it took if a person had to wait for it.
#   timed WHAT COMMAND…
timed() {
    local what=$1 began=$SECONDS
    shift
    "$@"
    if ((SECONDS - began > 5)); then say "$what: done after $((SECONDS - began)) s"; fi
}

# Where a link leads to in the end; readlink on macOS has not always told it.
real_path() { python3 -c 'import os, sys; print(os.path.realpath(sys.argv[1]))' "$1"; }

# Changes a file; the option -i of sed is another one on macOS.
#   edit FILE SCRIPT-OF-SED
edit() {
    sed "$2" "$1" >"$1.new"
    mv "$1.new" "$1"
}

# sha256sum is GNU's, shasum is what macOS has.
SHA256=(sha256sum)
has sha256sum || SHA256=(shasum -a 256)

# Runs a command again if it fails, as registries have hiccups, and gives up after the fourth time. What it reads from standard
# input would be gone the second time.
#   persistently COMMAND…
persistently() {
    local attempt
    for attempt in 1 2 3; do
        if "$@"; then return; fi
        say "attempt $attempt failed, trying again: $*"
        sleep $((attempt * 5))
    done
    "$@"
}

# A short digest of the content of folders and files: names, bytes, and what is executable.
#   digest_of FOLDER [PATH-IN-IT…]
digest_of() (
    cd "$1" || exit
    shift
    if [[ $# == 0 ]]; then set -- .; fi
    {
        find "$@" -type f ! -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 "${SHA256[@]}"
        find "$@" -type f -perm -u+x ! -path '*/__pycache__/*' | LC_ALL=C sort
    } | "${SHA256[@]}" | cut -c 1-12
)
