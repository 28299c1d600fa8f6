# Sourced: a private PostgreSQL on a socket in a folder of its own, as an unprivileged user when run as root.
# start_server sets server_url; stop_server ends it and removes everything. Nothing stays if this shell is killed, either: a
# watcher waits for its end.
# shellcheck shell=bash

start_server() {
  server_bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  server_as=()
  server_dir=$(mktemp -d /tmp/autogen-tour-XXXXXX)
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$server_dir"
    server_as=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
  fi
  # The pipe's other end closes with this shell; its children do not get it.
  exec {server_life}> >(watch_server)
  (cd "$server_dir" && "${server_as[@]}" "$server_bin/initdb" -D "$server_dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
    --no-sync >/dev/null) {server_life}>&-
  (cd "$server_dir" && "${server_as[@]}" "$server_bin/pg_ctl" -D "$server_dir/data" -s -w -l "$server_dir/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$server_dir' -c fsync=off" start) {server_life}>&-
  "$server_bin/createdb" -h "$server_dir" -U postgres app
  server_url="postgresql://postgres@/app?host=$server_dir"
}

stop_server() {
  [ -n "${server_dir:-}" ] || return 0
  [ -z "${server_life:-}" ] || exec {server_life}>&-
  end_server
  server_dir=
}

end_server() {
  (cd / && "${server_as[@]}" "$server_bin/pg_ctl" -D "$server_dir/data" -s -m immediate stop) >/dev/null 2>&1 || true
  rm -rf "$server_dir"
}

watch_server() {
  trap '' INT TERM HUP
  cat >/dev/null
  # What the shell had begun (initdb) may still be writing.
  for _ in 1 2 3 4 5; do
    [ -e "$server_dir" ] || break
    end_server
    sleep 1
  done
}
