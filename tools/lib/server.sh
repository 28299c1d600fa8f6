# Sourced: a private PostgreSQL on a socket in a folder of its own, as an unprivileged user when run as root.
# start_server sets server_url; stop_server ends it and removes everything.
# shellcheck shell=bash

start_server() {
  local bin
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  server_dir=$(mktemp -d /tmp/autogen-tour-XXXXXX)
  server_as=()
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$server_dir"
    server_as=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
  fi
  server_bin=$bin
  (cd "$server_dir" && "${server_as[@]}" "$bin/initdb" -D "$server_dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null)
  (cd "$server_dir" && "${server_as[@]}" "$bin/pg_ctl" -D "$server_dir/data" -s -w -l "$server_dir/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$server_dir' -c fsync=off" start)
  "$bin/createdb" -h "$server_dir" -U postgres app
  server_url="postgresql://postgres@/app?host=$server_dir"
}

stop_server() {
  [ -n "${server_dir:-}" ] || return 0
  (cd / && "${server_as[@]}" "$server_bin/pg_ctl" -D "$server_dir/data" -s -m immediate stop) || true
  rm -rf "$server_dir"
  server_dir=
}
