# What a fresh Debian 12 machine needs, and how it gets it. Sourced by up, test and bench.

build_packages=(
    build-essential pkg-config libzmq3-dev libsqlite3-dev libpq-dev libmicrohttpd-dev libwslay-dev
    libcurl4-openssl-dev libphonenumber-dev libsodium-dev libmagic-dev libsimdjson-dev libcsv-dev libzstd-dev
    libjemalloc-dev
)
run_packages=(curl ca-certificates)
test_packages=(postgresql jq python3 python3-venv ffmpeg chromium docker-compose systemd)
bench_packages=(postgresql nginx-light wrk jq python3 sqlite3)

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf 'mynah: %s\n' "$*" >&2; exit 1; }

# Installs those of the named packages that are missing, and says which.
need_packages() {
    local missing=() package
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "Installing ${missing[*]}"
    local root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
        die "could not install ${missing[*]}; install them by hand and run this again"
}

need_swift() {
    command -v swift >/dev/null || die "Swift 6.2 or newer must be on the PATH; see https://www.swift.org/install/linux/"
}

# A TCP port that is free on loopback just now.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
