# shellcheck shell=bash
# How a demonstration tells what it does.

chapter() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

tell() { printf '   %s\n' "$*"; }

indented() { sed -u 's/^/   /'; }

# Shows a command as a person would type it, and what it prints.
run() {
    printf '\n   $ %s\n' "$*"
    "$@" 2>&1 | indented
}
