# What the rigs share. A rig is a script that starts programs around the server in a temporary folder and does what its input says, line
# by line. Each answer is a line too: `ok`, with what was asked for, or `failed` with the reason. The input's end is the end of the rig
# and its folder, so that it does not outlive whoever started it.

fail() { printf 'failed %s\n' "$*"; exit 1; }

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; else "$@"; fi
}

# Sets `bin`, the folder of PostgreSQL's programs.
find_postgresql() {
    bin=/usr/lib/postgresql/15/bin
    [ -x "$bin/initdb" ] || bin=$(pg_config --bindir 2>/dev/null)
    [ -x "$bin/initdb" ] || fail "PostgreSQL 15 is missing; scripts/test installs it (Debian: postgresql-15)"
    [ "$(id -u)" -ne 0 ] || id postgres >/dev/null 2>&1 || fail "there is no user postgres, and PostgreSQL does not run as root"
}

# Sets `folder`, which goes with everything that runs in it, whatever ends the rig.
new_folder() {
    folder=$(mktemp -d "${TMPDIR:-/tmp}/cardfile-$1-XXXXXX") || fail "no temporary folder can be made"
    [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
    trap 'exit 130' INT TERM HUP
    trap 'kill_in "$folder"/ "$folder"/*/ "$folder"/*/data/; rm -rf "$folder"' EXIT
}

# Ends by SIGKILL, as a power cut would, every process that works in one of these folders.
kill_in() {
    local process place found
    while
        found=()
        for process in /proc/[0-9]*; do
            for place in "$@"; do
                if [ "$process/cwd" -ef "$place" ]; then found+=("${process#/proc/}"); fi
            done
        done
        [ "${#found[@]}" -gt 0 ]
    do
        kill -9 "${found[@]}" 2>/dev/null
        sleep 0.02
    done
}

# What is killed keeps its number until somebody asks for its end, so it seems to live on; on a machine that lost power it would not.
forget_postmaster() { rm -f "$1/postmaster.pid" "$1"/../.s.PGSQL.*; }

# Prints a port that nobody listens on. It is below those that the system hands out by itself.
free_port() {
    local port
    while
        port=$((10000 + (RANDOM << 1 ^ RANDOM) % 22000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null
    do :; done
    echo "$port"
}
