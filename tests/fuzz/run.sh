#!/usr/bin/env bash
# Looks for inputs on which a reader fails: each target for SECONDS, two at a time. Fails if one is
# found, and says where it lies.
#
#   run.sh SECONDS [TARGET…]
#
# Needs the preset `fuzz`. Starts from fixtures/fuzz; inputs that reach more code are kept in
# build/fuzz/corpus and used next time.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:?usage: run.sh SECONDS [TARGET…]}
shift
work=build/fuzz
mkdir -p "$work/corpus" "$work/findings" "$work/logs"

longest_input() { # in bytes
  case $1 in
  glob) echo 64 ;; # the slow model has to come back
  *) echo 1024 ;;
  esac
}

run_target() {
  local target=$1 seconds=$2 log=$work/logs/$1.log result=nothing status=0
  local program=$work/tests/${target}_fuzz
  mkdir -p "$work/corpus/$target"
  "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
    -max_len="$(longest_input "$target")" -artifact_prefix="$work/findings/$target-" \
    "$work/corpus/$target" "fixtures/fuzz/$target" >"$log" 2>&1 || status=$?
  [ "$status" = 0 ] || result="FOUND, see $log"
  printf '%-10s %12s inputs, %6s branches, found: %s\n' "$target" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
    "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)" "$result"
  sed -n "s|.*Test unit written to |  once more: $program |p" "$log"
  return "$status"
}

export -f run_target longest_input
export work
if [ $# = 0 ]; then
  set -- $(basename -a fixtures/fuzz/*)
fi
printf '%s\n' "$@" | xargs -P 2 -I {} bash -c 'run_target "$1" "$2"' _ {} "$seconds"
