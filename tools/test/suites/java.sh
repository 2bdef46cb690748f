# shellcheck shell=bash
about() { echo "every Java module: compile with Error Prone and NullAway, unit, property and architecture tests (with --fast neither interop nor PostgreSQL)"; }
present() { [[ -f $PALOMA_ROOT/pom.xml ]]; }
needs() { echo java maven node; }

run() {
    local selection=()
    # Tests with this tag talk with other programs and wait for them.
    [[ $mode != fast ]] || selection=(-DexcludedGroups=slow -Dsqlite.only=true)
    # ts-mls, with which the interop tests talk, runs on Node.js.
    use_node
    install_npm_packages interop/ts-mls
    rm -rf "$PALOMA_ROOT"/*/target/surefire-reports
    # shellcheck disable=SC2046  # names of modules
    forget_stale_classes $(modules_without_wasm)
    run_maven_without_wasm --fail-at-end ${selection[@]+"${selection[@]}"} verify
}

count() { count_surefire_reports "$PALOMA_ROOT"/*/target; }

explain() { explain_maven_log "$1"; }
