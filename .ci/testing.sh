# What the tests of wheel, packages, releases and hooks share; to be sourced by bash. A folder `work`
# that is gone in the end, and what a command said before a failure in its file `out`.
# shellcheck shell=bash

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '%s\n' "- $*"; }

fail() {
  printf 'FAILED: %s\n' "$1"
  [ ! -s "$work/out" ] || sed 's/^/  said: /' "$work/out"
  exit 1
}
