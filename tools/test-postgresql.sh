#!/usr/bin/env bash
# A throw-away PostgreSQL server for tests.
#
#   export JAUAP_TEST_POSTGRESQL=$(tools/test-postgresql.sh start [FOLDER])
#   tools/test-postgresql.sh stop [FOLDER]
#
# It listens on a socket in FOLDER only (default: a folder of this user under the temporary folder), writes through to
# the disk like a real one, and orders text by Russian rules unless a column says COLLATE "C", so that a forgotten
# collation shows. As root it runs as user postgres, because the server refuses root.
set -euo pipefail

action=${1:-start}
folder=${2:-${TMPDIR:-/tmp}/jauap-test-postgresql-$(id -u)}
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$programs" ] || { echo "PostgreSQL's server programs are missing: apt install postgresql-15" >&2; exit 1; }

as_owner() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

case $action in
  start)
    if [ ! -f "$folder/data/PG_VERSION" ]; then
      mkdir -p "$folder"
      chmod 700 "$folder"
      [ "$(id -u)" != 0 ] || chown postgres "$folder"
      as_owner "$programs/initdb" -D "$folder/data" -U jauap -A trust -E UTF8 --locale=C.UTF-8 \
        --locale-provider=icu --icu-locale=ru --data-checksums >"$folder/../$(basename "$folder").log" 2>&1
    fi
    if ! as_owner "$programs/pg_ctl" -D "$folder/data" status >/dev/null; then
      as_owner "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w \
        -o "-c listen_addresses= -c unix_socket_directories='$folder' -c max_connections=60 -c shared_buffers=64MB" \
        start >/dev/null
    fi
    # The folder is written with %2F, because a socket's folder stands where a host would.
    echo "postgresql://jauap@${folder//\//%2F}/postgres"
    ;;
  stop)
    [ ! -d "$folder/data" ] || as_owner "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    case $(basename "$folder") in jauap-*) rm -rf "$folder" "$folder.log" ;; esac
    ;;
  *)
    echo "usage: $0 start|stop [FOLDER]" >&2
    exit 2
    ;;
esac
