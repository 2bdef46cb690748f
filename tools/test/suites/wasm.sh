# shellcheck shell=bash
about() { echo "the core compiled to WebAssembly by TeaVM (with --fast only when it has changed)"; }
present() { [[ -f $PALOMA_ROOT/wasm/pom.xml ]]; }
needs() { echo java maven; }

run() {
    if [[ $mode == fast ]] && ! wasm_is_stale; then
        echo unchanged
        say "  unchanged since it was last built"
        return
    fi
    rm -f "$PALOMA_ROOT/wasm/target/modules/content-key"
    build_wasm
}

count() {
    if grep -qx unchanged "$1"; then
        echo 0 0 1
    elif grep -q '^\[INFO\] BUILD SUCCESS' "$1"; then
        echo 1 0 0
    else
        echo 0 1 0
    fi
}

explain() { explain_maven_log "$1"; }
