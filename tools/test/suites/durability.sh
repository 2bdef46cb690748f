# shellcheck shell=bash
# shellcheck source=tools/test/kill.sh
. "$PALOMA_ROOT/tools/test/kill.sh"

about() { echo "a node killed under load, 20 times (3 with --fast): what it acknowledged is there, once and in order"; }
present() { [[ -d $PALOMA_ROOT/cli/src/test/java/chat/paloma/cli/durability ]]; }
needs() { echo java maven; }

run() {
    local rounds=20
    [[ $mode != fast ]] || rounds=3
    # shellcheck disable=SC2046  # names of modules
    forget_stale_classes $(modules_below cli)
    run_maven -pl cli -am process-test-classes
    show_status "  $rounds rounds …"
    kill_rounds "$rounds"
}

count() {
    awk '/^round [0-9]+ passed: / { passed++ } /^round [0-9]+ FAILED: / { failed++ } END { printf "%d %d 0\n", passed, failed }' "$1"
}

explain() { grep -E '^\[ERROR\]|^round .* FAILED|^java\.|^\tat chat\.paloma' "$1" | head -n 30; }
