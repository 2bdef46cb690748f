# shellcheck shell=bash
# Builds what is stale. Each product lives in a folder of .paloma named by the hash of everything it is made from, with
# a file `complete` that is written last: an interrupted build is never taken for a finished one, and going back to an
# older state of the sources finds its product again.

readonly STATE=$PALOMA_ROOT/.paloma
readonly PRODUCTS_KEPT=3

# content_key PATH...: a hash over the names and contents of the files below the paths (relative to the root).
content_key() {
    (
        cd "$PALOMA_ROOT" || exit
        find "$@" \( -name target -o -name node_modules -o -name dist \) -prune -o -type f -print0 |
            LC_ALL=C sort -z | xargs -0 "${sha256[@]}" | "${sha256[@]}" | cut -c 1-40
    )
}

if command -v sha256sum >/dev/null; then
    sha256=(sha256sum)
else
    sha256=(shasum -a 256)
fi

# modules_below MODULE: the module and those that its pom.xml names, and theirs, one a line.
modules_below() {
    local poms known queue=("$1") module line
    poms=$(cd "$PALOMA_ROOT" && grep -o '<artifactId>paloma-[a-z]*' ./*/pom.xml)
    known=" "
    while ((${#queue[@]} > 0)); do
        module=${queue[0]}
        queue=("${queue[@]:1}")
        [[ $known == *" $module "* ]] && continue
        known+="$module "
        printf '%s\n' "$module"
        while IFS= read -r line; do
            [[ $line == ./$module/* ]] && queue+=("${line##*paloma-}")
        done <<<"$poms"
    done
}

# The paths that a module's jar is made from.
sources_of() {
    local module
    printf '%s\n' pom.xml .mvn
    for module in $(modules_below "$1"); do
        printf '%s\n' "$module/pom.xml"
        [[ ! -d $PALOMA_ROOT/$module/src/main ]] || printf '%s\n' "$module/src/main"
    done
}

# Every module but the one that compiles to WebAssembly, one a line: what run_maven_without_wasm builds.
modules_without_wasm() {
    local pom module
    for pom in "$PALOMA_ROOT"/*/pom.xml; do
        module=${pom%/pom.xml}
        [[ ${module##*/} == wasm ]] || printf '%s\n' "${module##*/}"
    done
}

# forget_stale_classes MODULE...: Maven decides by time stamps, which an interrupted build or a restored file can fool.
# So of the modules that it is about to build, whatever it compiled from other contents than these is removed first.
forget_stale_classes() {
    local module key
    for module in "$@"; do
        # shellcheck disable=SC2046  # module paths have no spaces
        key=$(content_key $(sources_of "$module"))
        if [[ $(cat "$PALOMA_ROOT/$module/target/content-key" 2>/dev/null) != "$key" ]]; then
            rm -rf "$PALOMA_ROOT/$module/target"
            mkdir -p "$PALOMA_ROOT/$module/target"
        fi
        # Absent while a build runs, so that an interrupted one starts afresh.
        rm -f "$PALOMA_ROOT/$module/target/content-key"
        printf '%s\n' "$key" >"$PALOMA_ROOT/$module/target/content-key.next"
    done
}

# Removes all but the newest products of a kind.
remove_old_products() {
    local folder kept=0
    while IFS= read -r folder; do
        ((++kept <= PRODUCTS_KEPT)) || rm -rf "$folder"
    done < <(ls -1dt "$1"/*/)
}

# build_program MODULE: builds the module and those below it, and sets program to the folder with its jars.
build_program() {
    local module=$1 key log started=$SECONDS
    require_tools java
    # The JDK is part of the key, because the start-up cache fits one JDK only.
    # shellcheck disable=SC2046  # module paths have no spaces
    key=$(content_key $(sources_of "$module") "$java_home/release")
    program=$STATE/$module/$key
    [[ ! -f $program/complete ]] || return 0

    require_tools java maven
    take_build_lock "building $module"
    if [[ ! -f $program/complete ]]; then
        say "Building $module (only after a change)"
        log=$STATE/build.log
        # shellcheck disable=SC2046  # names of modules
        forget_stale_classes $(modules_below "$module")
        if ! run_maven -Dmaven.test.skip=true -pl "$module" -am package >"$log"; then
            say "The build failed:"
            explain_maven_log "$log" >&3
            fail "see $log"
        fi
        rm -rf "$program"
        mkdir -p "$program"
        cp "$PALOMA_ROOT/$module/target/paloma-$module"-*.jar "$PALOMA_ROOT/$module"/target/lib/*.jar "$program"
        [[ $module != cli ]] || cache_start_up
        touch "$program/complete"
        remove_old_products "$STATE/$module"
        say "Built in $(duration $((SECONDS - started)))"
    fi
    release_build_lock
}

# Compiles the core to WebAssembly, into wasm/target/modules, when that is stale.
build_wasm() {
    local key stamp=$PALOMA_ROOT/wasm/target/modules/content-key
    wasm_is_stale || return 0
    # shellcheck disable=SC2046  # module paths have no spaces
    key=$(content_key $(sources_of wasm))
    require_tools java maven
    take_build_lock "building WebAssembly"
    rm -f "$stamp"
    # shellcheck disable=SC2046  # names of modules
    forget_stale_classes $(modules_below wasm)
    run_maven -pl wasm -am process-classes || return
    printf '%s\n' "$key" >"$stamp"
    release_build_lock
}

wasm_is_stale() {
    # shellcheck disable=SC2046  # module paths have no spaces
    [[ $(cat "$PALOMA_ROOT/wasm/target/modules/content-key" 2>/dev/null) != "$(content_key $(sources_of wasm))" ]]
}

# build_page: builds the browser client, and sets page to the folder with its files.
build_page() {
    local key log=$STATE/page.log started=$SECONDS
    # shellcheck disable=SC2046  # module paths have no spaces
    key=$(content_key $(sources_of wasm) web)
    page=$STATE/page/$key
    [[ ! -f $page/complete ]] || return 0

    require_tools java maven node
    mkdir -p "$STATE"
    take_build_lock "building the browser client"
    if [[ ! -f $page/complete ]]; then
        say "Building the browser client (only after a change)"
        if ! build_wasm >"$log"; then
            say "The build failed:"
            explain_maven_log "$log" >&3
            fail "see $log"
        fi
        show_status "  web …"
        if ! { use_node && install_npm_packages web && (cd "$PALOMA_ROOT/web" && npm run build 2>&1); } >"$log"; then
            tail -n 20 "$log" >&3
            fail "see $log"
        fi
        rm -rf "$page"
        mkdir -p "$page"
        cp -R "$PALOMA_ROOT/web/dist/." "$page"
        touch "$page/complete"
        remove_old_products "$STATE/page"
        say "Built in $(duration $((SECONDS - started)))"
    fi
    release_build_lock
}

# prepare_benchmarks NAME ARGUMENT...: what a benchmark needs beside Java; all of it when the name is none of these.
prepare_benchmarks() {
    case ${1-} in
        mls | room | fanout | idle | ingest) ;;
        *) prepare_browser_benchmarks ;;
    esac
    case ${1-} in
        crypto | room | web | fanout | idle | ingest) ;;
        *) prepare_ts_mls ;;
    esac
    [[ " $* " != *" --peers "* ]] || prepare_peers
}

# The peers of the fan-out benchmark: those on Node.js, and ejabberd on Debian as root. One that cannot be had is skipped
# by the benchmark.
prepare_peers() {
    local log=$STATE/build.log
    # shellcheck source=tools/test/debian.sh
    . "$PALOMA_ROOT/tools/test/debian.sh"
    install_debian_packages peers
    require_tools java maven node
    mkdir -p "$STATE"
    take_build_lock "installing npm packages"
    if ! { use_node && install_npm_packages bench/peers; } >"$log"; then
        tail -n 20 "$log" >&3
        fail "see $log"
    fi
    release_build_lock
    PALOMA_NODE=$(command -v node)
    export PALOMA_NODE PALOMA_PEERS=$PALOMA_ROOT/bench/peers
}

# The peer of the MLS benchmark that runs on Node.js.
prepare_ts_mls() {
    local log=$STATE/build.log
    require_tools java maven node
    mkdir -p "$STATE"
    take_build_lock "installing npm packages"
    if ! { use_node && install_npm_packages interop/ts-mls; } >"$log"; then
        tail -n 20 "$log" >&3
        fail "see $log"
    fi
    release_build_lock
    PALOMA_NODE=$(command -v node)
    export PALOMA_NODE PALOMA_TS_MLS=$PALOMA_ROOT/interop/ts-mls
}

# What measures in the browser needs the core in WebAssembly, Node.js and a browser. Without a browser, benchmarks run
# on the JVM alone.
prepare_browser_benchmarks() {
    local log=$STATE/build.log
    [[ -d $PALOMA_ROOT/web/bench ]] || return 0
    if ! find_chromium; then
        say "There is no Chromium on this machine: measuring on the JVM only"
        return
    fi
    require_tools java maven node
    take_build_lock "building for benchmarks"
    mkdir -p "$STATE"
    if ! build_wasm >"$log"; then
        say "The build failed:"
        explain_maven_log "$log" >&3
        fail "see $log"
    fi
    if ! { use_node && install_npm_packages web; } >"$log"; then
        tail -n 20 "$log" >&3
        fail "see $log"
    fi
    release_build_lock
    PALOMA_NODE=$(command -v node)
    export PALOMA_NODE PALOMA_WEB=$PALOMA_ROOT/web CHROMIUM=$chromium
}

# Records the classes that the start of a server loads (JEP 514), which nearly halves it. Without it all
# still works.
cache_start_up() {
    local data output recorded=0
    data=$(mktemp -d) && output=$program/start.log && : >"$output"
    "$java_home/bin/java" --enable-native-access=ALL-UNNAMED -Xlog:disable -XX:AOTCacheOutput="$program/start.aot" \
        -cp "$(jars_of "$program")" chat.paloma.cli.Main serve --data "$data" --port 0 >"$output" 2>&1 3>&- 9>&- &
    # The server says when it has started; an end without that means that it cannot start here.
    while kill -0 $! 2>/dev/null && ! grep -q Started "$output"; do sleep 0.1; done
    kill -TERM $! 2>/dev/null || true
    wait $! && [[ -f $program/start.aot ]] && recorded=1
    ((recorded)) || rm -f "$program/start.aot"
    rm -rf "$data" "$output"
}

# The jars of a folder as a class path.
jars_of() {
    local IFS=: jars=("$1"/*.jar)
    printf '%s' "${jars[*]}"
}

# run_program MODULE ARGUMENT...: replaces the launcher with the main class of a module that has one.
run_program() {
    local module=$1 main options=(--enable-native-access=ALL-UNNAMED)
    shift
    case $module in
        cli) main=chat.paloma.cli.Main ;;
        bench) main=chat.paloma.bench.cli.Main ;;
    esac
    build_program "$module"
    [[ -z ${page-} ]] || options+=("-Dpaloma.web=$page")
    [[ ! -f $program/start.aot ]] || options+=("-XX:AOTCache=$program/start.aot" -Xlog:disable)
    exec "$java_home/bin/java" "${options[@]}" -cp "$(jars_of "$program")" "$main" "$@" 3>&- 9>&-
}
