# shellcheck shell=bash
# The main job without a cluster: the command line against a PostgreSQL that is started for it and thrown away.

local_story() (
    project=$E2E/projects/tasks
    room=$(mktemp -d)
    mkdir "$room/backups"
    trap 'end_of_local_story' EXIT

    chapter "The command line, a PostgreSQL and the project's own Python"
    prepare_local_story
    export PATH=$RUNNER/bin:$PATH VIRTUAL_ENV=$environment
    cd "$project"
    tell "An ordinary application with an Alembic project. Nothing in it knows of Stillhouse."
    run ls

    chapter "Look at what would run"
    tell "Nothing is changed by it."
    run stillhouse plan

    chapter "Up"
    run stillhouse upgrade
    run stillhouse current
    rows_of_tasks

    chapter "A backup, which counts only when it has been restored and compared"
    run stillhouse backup --to "$room/backups" --location demo/before

    chapter "Down: a person names an older revision"
    run stillhouse downgrade "$OLDER"
    tell "The status is a plain text again, with a space, and no row is lost:"
    rows_of_tasks

    chapter "Somebody makes a mistake, and the backup brings it back"
    in_local_database "DELETE FROM tasks"
    run stillhouse restore --from "$room/backups" --location demo/before --confirm demo
    rows_of_tasks

    chapter "The end"
    tell "That took $((SECONDS - began)) seconds. The server and its backups are thrown away now."
    tell "The same in a cluster, from a manifest, with a verified backup before each step that can lose data: e2e/demo"
)

# Sets what the story needs: $environment, and $DATABASE_URL.
prepare_local_story() {
    began=$SECONDS
    use_java
    use_maven
    package_command_line &
    local packaging=$! port
    if [[ -z $(postgres_programs) ]]; then install_packages "A PostgreSQL server" postgresql; fi
    environment=$(python_with "$project/requirements.txt")
    (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$room/server.password")
    port=$(free_port)
    say "starting $("$(postgres_programs)/postgres" --version) at port $port"
    start_postgres "$room/server" "$port"
    DATABASE_URL=postgresql://demo:$(cat "$room/server.password")@127.0.0.1:$port/demo
    export DATABASE_URL
    "$(postgres_programs)/psql" -q "${DATABASE_URL%/demo}/postgres" -c "CREATE DATABASE demo"
    wait "$packaging"
}

in_local_database() {
    printf '\n   $ psql demo -c "%s"\n' "$1"
    "$(postgres_programs)/psql" "$DATABASE_URL" -c "$1" | indented
}

rows_of_tasks() { in_local_database "SELECT id, title, status FROM tasks ORDER BY id"; }

end_of_local_story() {
    if [[ -d $room/server ]]; then stop_postgres "$room/server" || true; fi
    rm -rf "$room"
}
