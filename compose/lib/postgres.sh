# A PostgreSQL server of our own on loopback, in a folder that goes with it. Sourced after packages.sh.

# Starts a server and sets postgres_url; its folder is $1. Root may not run PostgreSQL, so there it runs as postgres.
start_postgres() {
    postgres_folder=$1
    local port binaries
    port=$(free_port)
    binaries=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    mkdir -p "$postgres_folder"
    as_postgres=()
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres "$postgres_folder"
        as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$postgres_folder")
    fi
    postgres_control="$binaries/pg_ctl"
    (
        cd "$postgres_folder"
        "${as_postgres[@]}" "$binaries/initdb" -D "$postgres_folder/data" -U postgres -A trust -E UTF8 >"$postgres_folder/initdb.log"
        "${as_postgres[@]}" "$postgres_control" -D "$postgres_folder/data" -w -l "$postgres_folder/server.log" \
            -o "-p $port -c listen_addresses=127.0.0.1 -k $postgres_folder -c max_connections=300" start >/dev/null
    ) || die "PostgreSQL did not start; see $postgres_folder/server.log"
    postgres_url="postgres://postgres@127.0.0.1:$port/postgres"
}

stop_postgres() {
    [ -n "${postgres_folder:-}" ] || return 0
    (cd "$postgres_folder" && "${as_postgres[@]}" "$postgres_control" -D "$postgres_folder/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$postgres_folder"
}
