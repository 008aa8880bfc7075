#!/usr/bin/env bash
# Has other programs judge findings as the formats for machines tell them.
#
#     tests/findings/validate.sh build/release/tests/findings_sample build/release/confiture-build
#
# Judged are the findings of the sample and those of lint in fixtures/lint.
# SARIF goes to Microsoft's validator, with the rules of GitHub code scanning; it ends with 0 even if
# it finds errors. For GitLab's report there is none, so its documented fields are checked here.
# Needs npx (Node 18 or later) and Python 3.
set -euo pipefail
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

sample=$(realpath "$1")
program=$(realpath "$2")
fixtures=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../../fixtures/lint")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/db"
printf 'create table a ();\n/*\n%.0s' 1 2 3 4 5 6 >"$work/db/a.sql"
cp -R "$fixtures" "$work/lint"
cd "$work"
lint() { find lint -name '*.sql' | sort | xargs "$program" lint --format "$1" || [ $? = 123 ]; }

# Prints what the validator says against a file, and whether it read it at all.
judge() {
  # The validator's own launcher passes its arguments through a shell, hence two kinds of quotes.
  npx --yes @microsoft/sarif-multitool@5.7.0 validate "$1" --rule-kind '"Sarif;Ghas"' >judgement
  grep -E '(error|warning) [A-Z0-9.]+:|Analysis completed successfully' judgement || cat judgement
}

# Complains of a file that the validator does not take. No address of this project can be given
# (SARIF2005), and a finding about a whole file has no line (SARIF2017).
check_sarif() {
  local said
  said=$(judge "$1" | grep -vE 'warning SARIF(2005|2017):' || true)
  if [ "$said" != 'Analysis completed successfully.' ]; then
    printf 'SARIF, %s:\n%s\n' "$1" "$said"
    exit 1
  fi
}

"$sample" sarif >findings.sarif
lint sarif >lint.sarif
check_sarif findings.sarif
check_sarif lint.sarif

# Without its locations the validator has to refuse it, or it did not apply the rules.
python3 - <<'PYTHON'
import json
document = json.load(open('findings.sarif'))
del document['runs'][0]['results'][0]['locations']
json.dump(document, open('refused.sarif', 'w'))
PYTHON
if ! judge refused.sarif | grep -q 'error GH'; then
  echo 'SARIF: the rules of GitHub code scanning were not applied'
  exit 1
fi

"$sample" gitlab >findings.json
lint gitlab >lint.json
for report in findings.json lint.json; do
  python3 - "$report" <<'PYTHON'
import json
import sys
entries = json.load(open(sys.argv[1], encoding='utf-8'))
assert len(entries) == len({entry['fingerprint'] for entry in entries}) > 0, 'fingerprints'
for entry in entries:
    path, begin = entry['location']['path'], entry['location']['lines']['begin']
    for text in (entry['description'], entry['check_name'], entry['fingerprint'], path):
        assert isinstance(text, str) and text, entry
    assert entry['severity'] in ('info', 'minor', 'major', 'critical', 'blocker'), entry
    assert type(begin) is int and begin >= 1 and not path.startswith('./'), entry
PYTHON
done
echo 'Findings: SARIF and GitLab are valid'
