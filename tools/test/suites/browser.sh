# shellcheck shell=bash
about() { echo "the WebAssembly core and the web client in headless Chromium"; }
present() { [[ -f $PALOMA_ROOT/web/package.json ]]; }
needs() { echo java maven node chromium; }

run() {
    build_wasm
    use_node
    install_npm_packages web
    show_status "  web …"
    find_chromium
    (cd "$PALOMA_ROOT/web" && CHROMIUM=$chromium NO_COLOR=1 npm test 2>&1)
}

count() { count_node_tests "$1"; }

explain() {
    if grep -q '^\[ERROR\]' "$1"; then
        explain_maven_log "$1"
    elif grep -qE '^(#|ℹ) fail [1-9]' "$1"; then
        # The failing tests: the runner repeats them at the end in its spec format, and marks them in TAP.
        sed '1,/^✖ failing tests:/d' "$1" | grep . || grep -nE -A 12 '^ *not ok' "$1"
    else
        grep -v '^npm warn' "$1" | tail -n 25
    fi | head -n 60
}
