# shellcheck shell=bash
# A working container engine: the one that is there, or Docker installed and started by us.

readonly OCI_RUNTIME=/usr/local/sbin/stillhouse-oci-runtime

engine_answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# Bit 24 of the bounding set is CAP_SYS_RESOURCE.
lacks_sys_resource() {
    local bounding
    bounding=$(sed -n 's/^CapBnd:[[:space:]]*//p' /proc/self/status)
    ((((16#$bounding >> 24) & 1) == 0))
}

# runc asks for every capability for a privileged container, and fails if one of them cannot be had.
use_own_oci_runtime() {
    has jq || install_packages "The engine's OCI runtime" jq
    say "this machine lacks CAP_SYS_RESOURCE: containers are started without it ($OCI_RUNTIME)"
    install -m 0755 "$E2E/lib/oci-runtime" "$OCI_RUNTIME"
    mkdir -p /etc/docker
    local settings=/etc/docker/daemon.json
    [[ -s $settings ]] || echo '{}' >"$settings"
    jq --arg path "$OCI_RUNTIME" '."default-runtime" = "stillhouse" | .runtimes.stillhouse.path = $path' \
        "$settings" >"$settings.new"
    mv "$settings.new" "$settings"
}

start_engine() {
    if [[ -d /run/systemd/system ]]; then
        systemctl start docker
    else
        say "starting dockerd (log: $CACHE/dockerd.log)"
        # A pid file can outlive the machine's last run.
        rm -f /var/run/docker.pid
        nohup setsid dockerd >"$CACHE/dockerd.log" 2>&1 </dev/null &
    fi
    local attempt
    for ((attempt = 0; attempt < 360; attempt++)); do
        if engine_answers; then return; fi
        sleep 0.5
    done
    tail -n 20 "$CACHE/dockerd.log" >&2
    fail "dockerd did not start; its log is $CACHE/dockerd.log"
}

use_engine() {
    if has docker && engine_answers; then
        say "container engine: Docker $(docker version --format '{{.Server.Version}}'), already running"
        return
    fi
    if [[ $(uname -s) != Linux || $(id -u) != 0 ]]; then
        fail "no container engine answers. Start Docker, let this user reach it (docker version), and try again."
    fi
    has dockerd || install_packages "A container engine" docker.io iptables
    if lacks_sys_resource; then use_own_oci_runtime; fi
    start_engine
    say "container engine: Docker $(docker version --format '{{.Server.Version}}'), started by this script; it is left running"
}
