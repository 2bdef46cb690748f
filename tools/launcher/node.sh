# shellcheck shell=bash
# Node.js and the npm packages. All packages come from lock files with checksums and run no install scripts.

# Puts a Node.js that is new enough on the PATH: the machine's own, or the one pinned in tools/node.
use_node() {
    has_node && return 0
    say "  the machine's Node.js is older than $NODE_NEEDED: using the pinned one"
    install_npm_packages tools/node
    PATH=$PALOMA_ROOT/tools/node/node_modules/.bin:$(pinned_node_folder):$PATH
    hash -r
    if ! has_node; then
        # npm leaves out an optional package that it could not fetch or whose checksum is wrong. Try again next time.
        rm -f "$PALOMA_ROOT/tools/node/node_modules/.content-key"
        fail "could not fetch a Node.js that runs on this machine: install Node.js $NODE_NEEDED or newer"
    fi
}

# install_npm_packages FOLDER: what its package-lock.json names, when that has changed.
install_npm_packages() {
    local key stamp=$PALOMA_ROOT/$1/node_modules/.content-key
    key=$(content_key "$1/package.json" "$1/package-lock.json")
    # npm removes the whole folder first, and with it the stamp.
    [[ $(cat "$stamp" 2>/dev/null) != "$key" ]] || return 0
    show_status "  npm packages of $1 …"
    (cd "$PALOMA_ROOT/$1" && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=5 2>&1) || return
    printf '%s\n' "$key" >"$stamp"
}

# Sums up what node's test runner printed: "PASSED FAILED SKIPPED".
count_node_tests() {
    awk '
        /^(#|ℹ) (pass|fail|cancelled|skipped|todo) [0-9]+$/ { count[$2] += $3 }
        END { printf "%d %d %d\n", count["pass"], count["fail"] + count["cancelled"], count["skipped"] + count["todo"] }' "$1"
}
