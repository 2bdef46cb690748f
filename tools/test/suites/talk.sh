# shellcheck shell=bash
about() { echo "two people talk through a server, each command a process of its own"; }
present() { [[ -f $PALOMA_ROOT/client/pom.xml ]]; }
needs() { echo java maven; }

run() { "$PALOMA_ROOT/tools/test/talk-test.sh"; }

count() { awk '/^ok / { passed++ } /^not ok / { failed++ } END { printf "%d %d 0\n", passed, failed }' "$1"; }

explain() { grep -E '^(not ok|#|paloma:)' "$1"; }
