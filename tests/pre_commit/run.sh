#!/usr/bin/env bash
# The hooks as a user meets them: real pre-commit, a repository made here, real commits. Also the
# files and README sections that other programs read. Needs the network, for pip; see README.md.
# Usage: run.sh VENV, with requirements.txt installed in it
set -euo pipefail
export LC_ALL=C.UTF-8

PATH=$(cd "$1/bin" && pwd):$PATH
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$project/.ci/testing.sh"

export PRE_COMMIT_HOME=$work/pre-commit PRE_COMMIT_COLOR=never GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.com
export GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.com
unset SKIP GIT_DIR GIT_INDEX_FILE GITHUB_ACTIONS

# The block of README.md whose first line names FILE.
readme_block() {
  awk -v first="# $1" '/^```/{ inside = 0 } inside || $0 == first { inside = 1; print }' \
    "$project/README.md"
}

median() { # COMMAND…: how many milliseconds it takes, of 21 runs
  local start
  for _ in $(seq 21); do
    start=${EPOCHREALTIME/./}
    "$@" >/dev/null 2>&1
    echo $(((${EPOCHREALTIME/./} - start) / 1000))
  done | sort -n | sed -n 11p
}

commit() { git commit -m "$1" >"$work/out" 2>&1; }

passes() { # MESSAGE
  commit "$1" || fail "refused: $1"
}

is_refused() { # MESSAGE, EXPECTED TEXT
  local before
  before=$(git rev-parse HEAD)
  if commit "$1" || [[ $(git rev-parse HEAD) != "$before" ]]; then
    fail "not refused: $1"
  fi
  grep -qF -- "$2" "$work/out" || fail "refused without saying '$2'"
}

# Does what the refusal advised.
repair() { eval "$(sed -n 's/.*Bring it up to date: //p' "$work/out")" >/dev/null 2>&1; }

use_hook() { # ID
  cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $work/hooks
    rev: $(git -C "$work/hooks" rev-parse HEAD)
    hooks:
      - id: $1
        verbose: true
YAML
  git add .pre-commit-config.yaml
}

say 'What other programs read is valid.'
check-jsonschema --builtin-schema vendor.github-actions "$project/action.yml"
pre-commit validate-manifest "$project/.pre-commit-hooks.yaml"
readme_block .github/workflows/schema.yml >"$work/workflow.yaml"
readme_block .gitlab-ci.yml >"$work/gitlab.yaml"
readme_block .pre-commit-config.yaml >"$work/python.yaml"
readme_block '.pre-commit-config.yaml, with the program on the PATH' >"$work/system.yaml"
check-jsonschema --builtin-schema vendor.github-workflows "$work/workflow.yaml"
check-jsonschema --builtin-schema vendor.gitlab-ci "$work/gitlab.yaml"
pre-commit validate-config "$work/python.yaml" "$work/system.yaml"

say 'The hooks are installed from this project as it is now.'
mkdir "$work/hooks"
(cd "$project" && git ls-files -z --cached --others --exclude-standard |
  xargs -0 cp --parents -t "$work/hooks")
git -C "$work/hooks" init --quiet
git -C "$work/hooks" add --all
git -C "$work/hooks" commit --quiet --message hooks
cp -R "$work/hooks/fixtures/shop" "$work/shop"
cd "$work/shop"
git init --quiet
mkdir db/schema/70_more
for number in $(seq 1000); do
  printf 'CREATE TABLE more_%s (id bigint PRIMARY KEY);\n%1900s\n' "$number" '-- filler' \
    >"db/schema/70_more/$number.sql"
done
use_hook confiture-check
pre-commit install --install-hooks >"$work/out" 2>&1 || fail 'not installed'
PATH=$(echo "$PRE_COMMIT_HOME"/repo*/py_env-*/bin):$PATH
[[ $(head -c 4 "$(command -v confiture-build)") == $'\x7fELF' ]] || fail 'a script starts the program'

say 'What was never built is refused, with the command that repairs it.'
git add .
if commit start; then fail 'not refused: start'; fi
repair
confiture-build --quiet
git add .
passes start

say 'A commit that leaves the schema stale is refused; repaired, it passes.'
echo '-- edited' >>db/schema/70_more/1.sql
git add .
is_refused 'edit' 'edited       schema/70_more/1.sql'
repair
git add .
passes 'edit'

say 'So is one that only deletes, and one that only changes the environment.'
git rm --quiet db/schema/70_more/2.sql
is_refused 'delete' 'removed      schema/70_more/2.sql'
repair
git add .
passes 'delete'
sed -i 's/order: 10/order: -10/' db/environments/local.yaml
git add .
is_refused 'environment' 'Schema is stale'
git reset --quiet --hard

say 'Changes that are not staged do not count, and are kept.'
echo '-- unstaged' >>db/schema/70_more/3.sql
git commit --quiet --allow-empty --message 'other' >"$work/out" 2>&1 || fail 'refused: other'
grep -q unstaged db/schema/70_more/3.sql || fail 'the unstaged change is lost'
git checkout --quiet .

say 'A commit without SQL passes.'
echo text >README
git add README
passes 'text'
say "pre-commit on the hook: $(sed -n 's/^- duration: //p' "$work/out"), 1,000 files"
say "confiture-build check: $(median confiture-build check) ms, 1,000 files (wanted: below 50)"
say "pre-commit run: $(median pre-commit run) ms with the hook," \
  "$(SKIP=confiture-check median pre-commit run) ms without"

say 'The hook that builds refuses once; what it built passes.'
use_hook confiture-build
echo '-- built' >>db/schema/70_more/4.sql
git add .
is_refused 'build' 'files were modified by this hook'
git add .
passes 'build'
confiture-build check >"$work/out" || fail 'the committed schema is stale'
say "confiture-build build --if-changed --manifest:" \
  "$(median confiture-build build --if-changed --manifest) ms, 1,000 files"

say 'The hook that judges SQL looks at what a commit changes, and nothing else.'
use_hook confiture-lint
echo 'SELECT * FORM more_5;' >>db/schema/70_more/5.sql
echo 'SELECT 1' >unfinished.sql
git add db/schema/70_more/5.sql .pre-commit-config.yaml
is_refused 'lint' 'db/schema/70_more/5.sql:3:10: error [syntax-error]: syntax error at or near "FORM"'
if grep -q unfinished "$work/out"; then fail 'a file that is not committed was judged'; fi
git add unfinished.sql
is_refused 'lint two' 'unfinished.sql:1:9: error [missing-semicolon]'
sed -i 's/FORM/FROM/' db/schema/70_more/5.sql
echo 'SELECT 1;' >unfinished.sql
git add .
passes 'lint'
say "pre-commit on the hook: $(sed -n 's/^- duration: //p' "$work/out"), 2 files"

say 'The installed program serves as a hook too, as the README shows it.'
cp "$work/system.yaml" .pre-commit-config.yaml
echo '-- system' >>db/schema/70_more/5.sql
git add .
is_refused 'system' 'edited       schema/70_more/5.sql'
repair
git add .
passes 'system'
