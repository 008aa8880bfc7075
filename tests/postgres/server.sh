#!/bin/sh
# A PostgreSQL server of its own in a new folder, without the network, for as long as standard input
# stays open: it ends, and the folder goes, however the one who started it ends. Prints the folder,
# which holds the socket, once it takes connections; user `postgres` needs no password. Not as root.
# Ends with 77 where there is no server.
set -eu

find_binaries() {
  for directory in $(printf %s "$PATH" | tr : ' ') \
    $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -Vr); do
    if [ -x "$directory/initdb" ] && [ -x "$directory/pg_ctl" ]; then
      printf %s "$directory"
      return
    fi
  done
  echo 'there is no initdb in PATH or /usr/lib/postgresql/*/bin (package postgresql)' >&2
  exit 77
}

binaries=$(find_binaries)
if ! command -v psql >/dev/null; then
  echo 'there is no psql in PATH (package postgresql-client)' >&2
  exit 77
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/pg.XXXXXX") # short: a socket's path has some hundred bytes
stop() {
  trap '' HUP INT TERM
  "$binaries/pg_ctl" stop -D "$folder/data" -m immediate -w >/dev/null 2>&1 || :
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

settings="-k $folder -c listen_addresses= -c fsync=off -c full_page_writes=off"
settings="$settings -c synchronous_commit=off -c autovacuum=off -c wal_level=minimal"
settings="$settings -c max_wal_senders=0 -c shared_buffers=32MB"
if ! {
  "$binaries/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync \
    --no-instructions &&
    "$binaries/pg_ctl" start -D "$folder/data" -l "$folder/log" -w -o "$settings"
} >"$folder/start" 2>&1 </dev/null; then
  cat "$folder/start" "$folder/log" >&2 || :
  exit 1
fi
echo "$folder"
cat >/dev/null
