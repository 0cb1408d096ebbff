# shellcheck shell=bash
# A PostgreSQL on this machine for the command line.

# Prints the folder of the newest PostgreSQL server's programs, or nothing: Debian's, or Homebrew's.
postgres_programs() {
    local folder newest=
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin {/opt/homebrew,/usr/local}/opt/postgresql@*/bin | sort -V); do
        if [[ -x $folder/initdb ]]; then newest=$folder; fi
    done
    if [[ -z $newest ]] && has initdb; then newest=$(dirname "$(real_path "$(command -v initdb)")"); fi
    echo "$newest"
}

# Debian's package would start a server of its own at once, which nobody here has asked for.
install_postgres() {
    local settings=/etc/postgresql-common/createcluster.conf
    if can_install && [[ ! -e $settings ]]; then
        mkdir -p "$(dirname "$settings")"
        echo 'create_main_cluster = false' >"$settings"
    fi
    install_packages "A PostgreSQL server" postgresql
}

# PostgreSQL refuses to run as root. In a user namespace of its own it takes itself for nobody.
as_server() {
    if [[ $(id -u) == 0 ]]; then unshare --user "$@"; else "$@"; fi
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Starts a server in a folder that does not exist yet, with one user, whose password is in the file FOLDER.password.
#   start_postgres FOLDER PORT
start_postgres() {
    local data=$1 port=$2 log=$1.log programs
    as_server true || fail "PostgreSQL does not run as root, and there is no user namespace to be had here. Try again as another user."
    programs=$(postgres_programs)
    quietly "$log" as_server "$programs/initdb" --pgdata="$data" --username=demo --encoding=UTF8 --locale=C \
        --auth=scram-sha-256 --pwfile="$data.password" --no-sync
    quietly "$log.start" as_server "$programs/pg_ctl" start --wait --pgdata="$data" --log="$log" \
        --options="-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories='' -c fsync=off"
}

stop_postgres() { as_server "$(postgres_programs)/pg_ctl" stop --mode=immediate --pgdata="$1" >/dev/null; }
