# shellcheck shell=bash
readonly FUZZ_SECONDS=60

about() { echo "every fuzz target for its share of a minute (not with --fast)"; }
present() { [[ $mode != fast ]] && grep -rqs --include='*.java' '@FuzzTest' "$PALOMA_ROOT"/*/src/test; }
needs() { echo java maven; }

run() {
    # shellcheck disable=SC2046  # names of modules
    forget_stale_classes $(modules_without_wasm)
    run_maven_without_wasm process-test-classes
    fuzz_all "$FUZZ_SECONDS"
}

count() {
    awk '/^fuzzed .* passed: / { passed++ } /^fuzzed .* FAILED: / { failed++ } END { printf "%d %d 0\n", passed, failed }' "$1"
}

explain() {
    grep -E '^\[ERROR\]|^fuzzed .* FAILED|^== Java Exception|^Caused by|artifact_prefix|Test unit written|crash-' "$1" | head -n 30
    echo "To keep an input as a regression test, copy it to MODULE/src/test/resources/PACKAGE/CLASSInputs/METHOD/."
}
