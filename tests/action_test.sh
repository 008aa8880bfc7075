#!/usr/bin/env bash
# What .ci/action does with a runner's variables: exit status, outputs, summary, installation.
# Usage: action_test.sh PROJECT PROGRAM
set -euo pipefail
project=$1
program=$2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$project/fixtures/shop" "$work/shop"
rm -rf "$work"/shop/db/generated "$work"/shop/db/*.sum
mkdir "$work/bin" "$work/none"
ln -s "$program" "$work/bin/confiture-build"
failures=0

# act COMMAND [ENV [PROJECT_DIR [VERSION]]]: leaves `status`, and files log, output, summary, path.
act() {
  : | tee "$work/output" "$work/summary" >"$work/path"
  status=0
  env PATH="${search_path:-$work/bin:$PATH}" RUNNER_TEMP="$work/runner" \
    GITHUB_ACTIONS=true GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary" \
    GITHUB_PATH="$work/path" CONFITURE_COMMAND="$1" CONFITURE_ENV="${2-local}" \
    CONFITURE_PROJECT_DIR="${3-$work/shop}" CONFITURE_VERSION="${4-}" \
    bash "$project/.ci/action" >"$work/log" 2>&1 || status=$?
}

# The value of an output, read as the runner reads it.
output() {
  awk -v wanted="$1" '
    delimiter == "" { delimiter = $0; name = $0
                      sub(/<<.*/, "", name); sub(/^[^<]*<</, "", delimiter); next }
    $0 == delimiter { delimiter = ""; next }
    name == wanted { print }' "$work/output"
}

equal() { # WHAT EXPECTED ACTUAL
  if [[ $2 != "$3" ]]; then
    printf '%s: expected "%s", got "%s"\n' "$@"
    sed 's/^/  log: /' "$work/log"
    failures=$((failures + 1))
  fi
}

holds() { # FILE TEXT
  if ! grep -qF -- "$2" "$work/$1"; then
    printf 'the %s lacks: %s\n' "$1" "$2"
    sed 's/^/  /' "$work/$1"
    failures=$((failures + 1))
  fi
}

lacks() { # FILE TEXT
  if grep -qF -- "$2" "$work/$1"; then
    printf 'the %s holds: %s\n' "$1" "$2"
    failures=$((failures + 1))
  fi
}

fingerprint() { "$program" hash --quiet --project-dir "$work/shop"; }

echo 'A schema without a manifest is stale.'
act check
equal 'status' 1 "$status"
equal 'changed' true "$(output changed)"
equal 'hash' "$(fingerprint)" "$(output hash)"
holds summary '### Schema is stale'
holds summary 'Manifest: missing'
holds log 'Schema is stale'

echo 'A build writes schema and manifest, and names the schema.'
act build
equal 'status' 0 "$status"
equal 'changed' true "$(output changed)"
equal 'path' "$work/shop/db/generated/schema_local.sql" "$(output path)"
holds summary '### Schema built'
[[ -s $work/shop/db/confiture_local.sum && -s $work/shop/db/generated/schema_local.sql ]]

echo 'A second build changes nothing.'
act build
equal 'status' 0 "$status"
equal 'changed' false "$(output changed)"
holds summary '### Schema is up to date'

echo 'What was built is current.'
act check
equal 'status' 0 "$status"
equal 'changed' false "$(output changed)"
holds summary '### Schema is current'

echo 'The summary lists what changed, and its names are no Markdown.'
schema=$work/shop/db/schema
echo '-- added' >"$schema/00_setup/|<b>\`x\`*.sql"
echo '-- edited' >>"$schema/00_setup/20_schema.sql"
rm "$schema/60_grants/20_privileges.sql"
mv "$schema/10_types/20_enums.sql" "$schema/10_types/30_enums.sql"
act check
equal 'status' 1 "$status"
holds summary '| change | file |'
holds summary '| added | <code>schema/00&#95;setup/&#124;&#60;b&#62;&#96;x&#96;&#42;.sql</code> |'
holds summary '| edited | <code>schema/00&#95;setup/20&#95;schema.sql</code> |'
holds summary '| removed | <code>schema/60&#95;grants/20&#95;privileges.sql</code> |'
holds summary '/20&#95;enums.sql</code> → <code>schema/10&#95;types/30&#95;enums.sql</code> |'
holds summary 'Bring it up to date: <code>confiture-build build --manifest'

echo 'A long table is cut.'
for number in $(seq 600); do
  echo "-- $number" >"$schema/00_setup/$number.sql"
done
act check
equal 'rows' 502 "$(grep -c '^|' "$work/summary")"
act hash
lacks summary '|'
act build
equal 'status' 0 "$status"
lacks summary 'Bring it up to date'
equal 'rows' 502 "$(grep -c '^|' "$work/summary")"
holds summary '… and 104 more'

echo 'hash prints and sets the fingerprint.'
act hash
equal 'status' 0 "$status"
equal 'hash' "$(fingerprint)" "$(output hash)"
equal 'changed' '' "$(output changed)"
holds log "$(fingerprint)"

echo 'The exit status of a failure is that of the program.'
for command in check build hash; do
  act "$command" nowhere
  equal "status of $command" 5 "$status"
  equal 'changed' '' "$(output changed)"
  holds log 'Environment config not found'
  holds summary 'Environment config not found'
done

echo 'Inputs are values, whatever they hold.'
# shellcheck disable=SC2016 # this is not to expand
hostile='$(touch pwned);`touch pwned`"; touch pwned #'
(cd "$work/none" && act check "$hostile" "$hostile" "" && [[ $status = 5 ]])
holds log 'touch pwned #'
(cd "$work/none" && act "$hostile" && [[ $status = 2 ]])
act check --help
equal 'status' 5 "$status"
equal 'files' '' "$(ls -A "$work/none")"
mkdir -p "$work/two
changed<<x"
cp -R "$work/shop/db" "$work/two
changed<<x/db"
act build local "$work/two
changed<<x"
equal 'path' "$work/two
changed<<x/db/generated/schema_local.sql" "$(output path)"
for _ in 1 2; do
  act hash
  head -1 "$work/output"
done | uniq | grep -cE '^hash<<[0-9a-f]{32}$' >"$work/delimiters"
equal 'delimiters' 2 "$(cat "$work/delimiters")"

echo 'Where the program is missing it is installed from the checkout, with what that needs.'
# Stand-ins for what reaches outside; they write down how they were called.
mkdir "$work/stubs"
for stub in apt-get python3; do
  printf '#!/bin/sh\necho %s "$@" >>"%s/calls"\n' "$stub" "$work" >"$work/stubs/$stub"
done
cat >>"$work/stubs/python3" <<STUB
mkdir -p "\$3/bin"
printf '#!/bin/sh\necho pip "\$@" >>"%s/calls"; ln -sf "%s" "%s/bin/confiture-build"\n' \
  "$work" "$program" "\$3" >"\$3/bin/pip"
chmod +x "\$3/bin/pip"
STUB
printf '#!/bin/sh\nexec "$@"\n' >"$work/stubs/sudo"
chmod +x "$work"/stubs/*
search_path=$work/stubs:$PATH
act hash
equal 'status' 0 "$status"
holds calls 'apt-get install'
holds calls "python3 -m venv $work/runner/confiture-build"
holds calls "pip install $project"
holds path "$work/runner/confiture-build/bin"

echo 'The wanted version is installed over another one.'
search_path=$work/stubs:$work/bin:$PATH
: >"$work/calls"
act hash local "$work/shop" 99.1.0
holds calls 'pip install confiture-build==99.1.0'
: >"$work/calls"
act hash local "$work/shop" "$("$program" --version | cut -d ' ' -f 2)"
equal 'calls' '' "$(cat "$work/calls")"

echo 'action.yml passes what the script reads.'
equal 'variables' "$(grep -o 'CONFITURE_[A-Z_]*' "$project/.ci/action" | sort -u)" \
  "$(grep -o '^ *CONFITURE_[A-Z_]*' "$project/action.yml" | tr -d ' ' | sort -u)"

echo "The README's problem matcher finds the places of errors."
awk '/^```/ { inside = 0 } inside || /^{"problemMatcher"/ { inside = 1; print }' \
  "$project/README.md" >"$work/matcher.json"
# As the runner does it: the patterns of a matcher meet lines in turn, and one that loops goes on.
matched() { # FILE: file, line, column and message of each match
  jq --raw-input --raw-output --null-input --slurpfile matchers "$work/matcher.json" '
    def found($pattern): [match($pattern.regexp) | .captures[].string] as $groups
      | select($groups != [])
      | $pattern | del(.regexp, .loop) | map_values($groups[. - 1]);
    [inputs] as $lines | $matchers[0].problemMatcher[].pattern as $patterns
    | range($lines | length) as $at
    | ($lines[$at] | found($patterns[0])) as $first
    | if $patterns[1] then $first + ($lines[$at + 1] | found($patterns[1])) else $first end
    | [.severity, .code, .file, .line, .column // "", .message] | join("|")' "$1"
}
finds() { # EXPECTED
  "$program" --quiet --project-dir "$work/wrong" >"$work/log" 2>&1 || true
  equal 'match' "$1" "$(matched "$work/log")"
}
environment=$work/wrong/db/environments/local.yaml
source=$work/wrong/db/schema/a.sql
mkdir -p "$work/wrong/db/environments" "$work/wrong/db/schema"
echo 'include_dirs: [db/schema' >"$environment"
finds "error|CONFIG_001|$environment|2|1|end of sequence flow not found"
printf 'database_url: postgresql://x/y\ninclude_dirs: 7\n' >"$environment"
finds "error|CONFIG_001|$environment|2||'include_dirs' must be a list of directories, found the\
 number 7"
printf 'database_url: x\ninclude_dirs: [db/schema]\n' >"$environment"
finds "error|CONFIG_001|$environment|1|15|database_url: must start with postgresql:// or postgres://"
printf 'database_url: postgresql://x/y\ninclude_dirs: [db/schema]\n' >"$environment"
printf 'SELECT 1;\n\377' >"$source"
finds "error|SCHEMA_001|$source|2||byte 0xff at offset 10 is not UTF-8 (invalid start byte)"
printf 'SELECT 1;\n/* open' >"$source"
finds "error|SCHEMA_001|$source|2||Unclosed block comment starting at line 2. File ends while\
 still inside comment."

if [[ $failures != 0 ]]; then
  echo "$failures failures"
  exit 1
fi
