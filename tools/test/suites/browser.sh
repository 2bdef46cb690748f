# shellcheck shell=bash
about() { echo "the WebAssembly core and the web client in headless Chromium"; }
present() { [[ -f $PALOMA_ROOT/web/package.json ]]; }
needs() { echo java maven node chromium; }

run() {
    if [[ -f $LOG_FOLDER/wasm.log ]] && wasm_is_stale; then
        echo "[ERROR] There is no WebAssembly to test: see the suite wasm."
        return 1
    fi
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
    elif grep -qE '^(#|ℹ) (fail|cancelled) [1-9]' "$1"; then
        # The runner repeats the failing tests at the end in its spec format; in TAP they are looked up.
        sed '1,/^✖ failing tests:/d' "$1" | grep . || failing_in_tap "$1"
    else
        grep -v '^npm warn' "$1" | tail -n 25
    fi | head -n 60
}

# What failed by itself: not what was cancelled because its suite could not begin.
failing_in_tap() {
    awk '
        /^ *not ok / { block = NR ": " $0; next }
        block != "" {
            block = block "\n" $0
            if (/^ *\.\.\.$/) {
                if (block !~ /cancelledByParent|subtestsFailed/) print block
                block = ""
            }
        }' "$1"
}
