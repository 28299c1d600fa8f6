# Sourced by tools/quickstart, tools/test and the others: what they need from Debian, and how they build.
# shellcheck shell=bash

build_packages=(build-essential cmake ninja-build ccache pkg-config libpq-dev libpg-query-dev
  libjemalloc-dev libssl-dev libyaml-cpp-dev libabsl-dev libcli11-dev libfmt-dev nlohmann-json3-dev)
run_packages=(postgresql-15)
test_packages=(libgtest-dev libgmock-dev libbenchmark-dev clang-format-14 python3 git)

say() { printf '\n== %s\n' "$*" >&2; }

# install PACKAGE...: those that are missing, with one apt-get; nothing is asked when all are there.
install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  say "installing ${missing[*]}"
  # Only private servers are used: Debian's postgresql must not start one of its own.
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    "${sudo[@]}" mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | "${sudo[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  "${sudo[@]}" apt-get update -qq >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# build PRESET [TARGET...]: configures where needed, and builds with all cores.
build() {
  local preset=$1
  shift
  export AUTOGEN_CCACHE=
  command -v ccache >/dev/null && AUTOGEN_CCACHE=ccache
  export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime  # for precompiled headers
  [ -e "build/$preset/build.ninja" ] || cmake --preset "$preset" >&2
  cmake --build --preset "$preset" ${*:+--target "$@"} >&2
}
