# shellcheck shell=bash
about() { echo "formatting and types: Spotless for Java, Biome and tsc for TypeScript and JavaScript"; }
present() { :; }
needs() { echo java maven; [[ ! -f $PALOMA_ROOT/web/package.json ]] || echo node; }

run() {
    run_maven spotless:check
    [[ ! -f $PALOMA_ROOT/web/package.json ]] || check_web
}

check_web() {
    use_node
    install_npm_packages web
    show_status "  web …"
    (cd "$PALOMA_ROOT/web" && NO_COLOR=1 npm run check 2>&1)
    say "  web"
    # With web's Biome and rules: the scripts there need nothing of their own but ts-mls.
    (cd "$PALOMA_ROOT/interop/ts-mls" && NO_COLOR=1 "$PALOMA_ROOT/web/node_modules/.bin/biome" ci . 2>&1)
    say "  interop/ts-mls"
    (cd "$PALOMA_ROOT/bench/peers" && NO_COLOR=1 "$PALOMA_ROOT/web/node_modules/.bin/biome" ci . 2>&1)
    say "  bench/peers"
}

explain() {
    if grep -q '^\[ERROR\]' "$1"; then
        explain_maven_log "$1"
        echo "To format: mvn spotless:apply, on a JDK $JAVA_NEEDED."
    else
        # What came after Maven.
        sed '1,/^\[INFO\] BUILD SUCCESS/d' "$1" | grep -vE '^\[|^ *$|^> |^npm warn' | head -n 40
    fi
}
