#!/usr/bin/env bash
# The library as other programs meet it: installed, found by CMake and pkg-config, linked statically
# and shared, from C++ and C.
# Usage: library_test.sh BUILD_DIR PROJECT, the second a directory with an environment `local`
set -euo pipefail
export LC_ALL=C.UTF-8

build=$1 project=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  printf 'FAILED: %s\n' "$*"
  exit 1
}

cmake --install "$build" --prefix "$work/installed" >"$work/log" || fail "$(cat "$work/log")"
mv "$work/installed" "$work/moved" # where it lies is nowhere in it
prefix=$work/moved
library_dir=$(dirname "$(find "$prefix" -name libconfiture.so)")
expected="$("$prefix/bin/confiture-build" --version | sed -n 's/^confiture-build //p;q') $(
  "$prefix/bin/confiture-build" hash --project-dir "$project")"

require_output() { # PROGRAM…
  local output
  output=$(LD_LIBRARY_PATH=$library_dir "$@" "$project") || fail "$*"
  [[ ${output%% *} == "${expected%%[ ,]*}" && ${output##* } == "${expected##* }" ]] ||
    fail "$* printed '$output', not '$expected'"
}

for kind in static shared; do
  cmake -S "$here/consumer" -B "$work/$kind" -DKIND=$kind -DCMAKE_PREFIX_PATH="$prefix" \
    -DCMAKE_BUILD_TYPE=Debug >"$work/log" 2>&1 && cmake --build "$work/$kind" >>"$work/log" 2>&1 ||
    fail "$kind: $(cat "$work/log")"
  require_output "$work/$kind/consumer_cpp"
  require_output "$work/$kind/consumer_c"
  for program in consumer_cpp consumer_c; do
    is_shared=$(readelf -d "$work/$kind/$program" | grep -c 'NEEDED.*libconfiture' || true)
    [[ $kind == shared ]] && wanted=1 || wanted=0
    [[ $is_shared == "$wanted" ]] || fail "$program of $kind needs $is_shared shared libraries of ours"
  done
done

export PKG_CONFIG_PATH=$library_dir/pkgconfig
read -ra flags <<<"$(pkg-config --cflags --libs confiture)"
cc "$here/consumer/main.c" "${flags[@]}" -o "$work/c_program"
require_output "$work/c_program"
read -ra flags <<<"$(pkg-config --cflags --libs --static confiture)"
# The archive, though the shared library lies beside it.
c++ -std=c++20 "$here/consumer/main.cpp" "${flags[@]/%-lconfiture/-l:libconfiture.a}" \
  -o "$work/static_program"
require_output "$work/static_program"

# Every header can be the first, and the C one is C.
while read -r header; do
  case $header in
    *.h) compile=(cc -x c -std=c99 -Wall -Wextra -Wpedantic -Werror) ;;
    *) compile=(c++ -x c++ -std=c++20 -Wall -Wextra -Wpedantic -Werror) ;;
  esac
  printf '#include "%s"\nextern int something;\n' "$header" |
    "${compile[@]}" -I "$prefix/include" -fsyntax-only - || fail "$header"
done < <(cd "$prefix/include" && find . -name '*.h' -o -name '*.hpp')

# Nothing is offered but what the headers name.
others=$(nm -DC --defined-only "$library_dir/libconfiture.so" |
  grep -vE ' (T (confiture::|confiture_)|V typeinfo |V typeinfo name|V vtable for |W |u |V guard )' || true)
[[ -z $others ]] || fail "the shared library also offers: $others"
