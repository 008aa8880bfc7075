#!/usr/bin/env bash
# What src/hardening.cmake asks for is there, as the program's own file says.
set -euo pipefail
export LC_ALL=C
program=$1
failures=0

# has WHAT PATTERN, of the text on standard input
has() {
  grep -qE "$2" && return
  echo "$program: no $1"
  failures=$((failures + 1))
}

has 'address of chance' 'Type: +DYN ' < <(readelf -h "$program")
has 'read-only tables of addresses' '^ +GNU_RELRO ' < <(readelf -Wl "$program")
has 'stack that cannot be executed' '^ +GNU_STACK .* RW +0' < <(readelf -Wl "$program")
has 'addresses settled at the start' 'BIND_NOW|FLAGS_1.* NOW' < <(readelf -d "$program")
symbols=$(readelf -W --dyn-syms "$program")
# zig brings the function that ends the program, under no name; what it guards still compares.
has 'guard of return addresses' ' __stack_chk_fail@|%fs:0x28' \
  < <(printf '%s\n' "$symbols" && objdump -d "$program")
has 'function that is told the size of its target' ' __[a-z]+_chk@' <<<"$symbols"
[ "$failures" = 0 ]
