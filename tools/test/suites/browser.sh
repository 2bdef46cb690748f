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
    (cd "$PALOMA_ROOT/web" && PALOMA_CHROMIUM=$chromium NO_COLOR=1 npm test 2>&1)
}

count() { count_node_tests "$1"; }

explain() {
    if grep -q '^\[ERROR\]' "$1"; then
        explain_maven_log "$1"
    else
        # The runner repeats the failing tests at the end in its spec format, and marks them in TAP.
        grep -nE '^ *(not ok|✖)|^ *(error:|Error:|AssertionError)|npm (ERR|error) code|error during build' "$1" | head -n 30
        tail -n 15 "$1"
    fi
}
