# shellcheck shell=bash
about() { echo "formatting: Spotless for Java, Biome and tsc for TypeScript"; }
present() { :; }
needs() { echo java maven; [[ ! -f $PALOMA_ROOT/web/package.json ]] || echo node; }

run() {
    run_maven spotless:check
}

explain() { explain_maven_log "$1"; }
