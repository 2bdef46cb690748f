# shellcheck shell=bash
about() { echo "the launcher itself"; }
present() { :; }
needs() { :; }

run() { "$PALOMA_ROOT/tools/test/launcher-test.sh"; }

count() { awk '/^ok / { passed++ } /^not ok / { failed++ } END { printf "%d %d 0\n", passed, failed }' "$1"; }

explain() { grep -E '^(not ok|#)' "$1"; }
