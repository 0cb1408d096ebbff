# shellcheck shell=bash
# How a demonstration tells what it does.

chapter() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

tell() { printf '   %s\n' "$*"; }

# Each line as soon as it is there.
#   indented [PREFIX]
# shellcheck disable=SC2120 # the demo passes one
indented() {
    local line
    while IFS= read -r line || [[ -n $line ]]; do printf '%s%s\n' "${1:-   }" "$line"; done
}

# Shows a command as a person would type it, and what it prints.
run() {
    printf '\n   $ %s\n' "$*"
    "$@" 2>&1 | indented
}
