# shellcheck shell=bash
# What a script starts beside itself and leaves behind ends with it, however it ends. So it is with each subshell.

BESIDE=()  # the leaders of process groups
AT_EXIT=()

# Starts a command beside what follows, until it is waited for with `joined`, or the script ends. It is a process group of its
# own, so that it can be ended with all that it has started. Its id is $!.
#   beside COMMAND…
beside() {
    own_exit
    set -m
    "$@" </dev/null &
    set +m
    BESIDE+=("$!")
}

# Waits for all that was started beside; fails if one of them has.
joined() {
    local one
    for one in "${BESIDE[@]}"; do wait "$one" || return; done
    BESIDE=()
}

# Ends all that was started beside, and waits until it has, but not for one that does not listen.
end_beside() {
    local one attempt
    for one in "${BESIDE[@]}"; do kill -- "-$one" || true; done
    for one in "${BESIDE[@]}"; do
        for ((attempt = 0; attempt < 100; attempt++)); do
            kill -0 "$one" || break
            sleep 0.1
        done
        # A shell can have started something more before it heard of its end.
        kill -KILL -- "-$one" || true
        wait "$one" || true
    done
    BESIDE=()
} 2>/dev/null

# Remembers a command for the end of the script; the last one comes first.
#   at_exit COMMAND…
at_exit() {
    own_exit
    AT_EXIT+=("$(printf '%q ' "$@")")
}

# A subshell has its parent's list and not its trap.
own_exit() {
    if [[ ${EXIT_OF:-} == "$BASHPID" ]]; then return; fi
    EXIT_OF=$BASHPID
    BESIDE=()
    AT_EXIT=()
    trap finish EXIT
}

finish() {
    local index
    end_beside
    for ((index = ${#AT_EXIT[@]} - 1; index >= 0; index--)); do eval "${AT_EXIT[index]}" || true; done
}
