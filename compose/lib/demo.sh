# Running compose/up --demo for a check, on free ports and in a folder of its own. Sourced after packages.sh.

# Five free ports in a row for ops; who comes first to another one makes the start fail with a sentence.
free_row() {
    python3 - <<'PYTHON'
import random, socket
while True:
    base = random.randrange(20000, 30000)
    try:
        for port in range(base, base + 5):
            with socket.socket() as s: s.bind(("127.0.0.1", port))
        print(base)
        break
    except OSError: pass
PYTHON
}

# Starts the demo with its data and log in a folder and waits until it is ready and one of its people has written. Sets
# address, PASSWORD (the administrator's) and token.
start_demo() {
    local folder=$1
    export MYNAH_DATA=$folder/var MYNAH_HTTP_PORT MYNAH_MEDIA_PORT MYNAH_OPS_PORT
    MYNAH_HTTP_PORT=$(free_port) MYNAH_MEDIA_PORT=$(free_port) MYNAH_OPS_PORT=$(free_row)
    export MYNAH_MEDIA_URL=http://127.0.0.1:$MYNAH_MEDIA_PORT
    unset WAHA_API_URL WAHA_API_KEY MYNAH_STORE MYNAH_ADMIN_PASSWORD
    set -m
    compose/up --demo >"$folder/up.log" 2>&1 &
    demo_group=$!
    set +m
    for _ in $(seq 1200); do
        grep -q 'Ctrl-C stops it' "$folder/up.log" && break
        kill -0 "$demo_group" 2>/dev/null || { cat "$folder/up.log"; die "compose/up --demo has ended"; }
        sleep 0.5
    done
    PASSWORD=$(sed -n 's/^First administrator: .*  Password: //p' "$folder/up.log")
    [ -n "$PASSWORD" ] || die "compose/up --demo did not print the administrator's password"
    address=http://127.0.0.1:$MYNAH_HTTP_PORT
    token=$(curl -fsS "$address/api/auth/login" -H 'Content-Type: application/json' \
        -d "{\"email\": \"admin@mynah.local\", \"password\": \"$PASSWORD\"}" | jq -r .token)
    for _ in $(seq 240); do
        curl -fsS "$address/api/waha/contacts?search=Nurul" -H "Authorization: Bearer $token" |
            jq -e '.items[0].id' >/dev/null && return
        sleep 0.5
    done
    die "nobody of the demo has written"
}

stop_demo() {
    [ -z "${demo_group:-}" ] || { kill -INT -- "-$demo_group" 2>/dev/null || true; wait "$demo_group" 2>/dev/null || true; }
}
