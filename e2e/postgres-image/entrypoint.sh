#!/bin/bash
# Creates the server's files on the first start, with the superuser `postgres` and the password
# POSTGRES_PASSWORD, then runs the server. Arguments go to the server.
set -euo pipefail

: "${POSTGRES_PASSWORD:?the password of the superuser postgres}"

if [[ ! -s $PGDATA/PG_VERSION ]]; then
    initdb --username=postgres --pwfile=<(printf '%s' "$POSTGRES_PASSWORD") --encoding=UTF8 --locale=C.UTF-8 \
        --auth-local=trust --auth-host=scram-sha-256 --no-sync >/dev/null
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
fi
# Nothing here has to survive a power cut. The chaos crashes the server itself, so what is committed is in its log by then.
exec postgres -c listen_addresses='*' -c unix_socket_directories=/tmp -c max_connections=200 \
    -c fsync=off -c full_page_writes=off "$@"
