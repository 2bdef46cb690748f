# shellcheck shell=bash
about() { echo "every Java module: compile with Error Prone and NullAway, unit, property and architecture tests"; }
present() { [[ -f $PALOMA_ROOT/pom.xml ]]; }
needs() { echo java maven; }

run() {
    local selection=()
    # WebAssembly has a suite of its own.
    [[ ! -d $PALOMA_ROOT/wasm ]] || selection=(-pl '!wasm')
    rm -rf "$PALOMA_ROOT"/*/target/surefire-reports
    forget_stale_classes
    run_maven --fail-at-end verify ${selection[@]+"${selection[@]}"}
}

count() { count_surefire_reports "$PALOMA_ROOT"/*/target; }

explain() { explain_maven_log "$1"; }
