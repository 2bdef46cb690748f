# shellcheck shell=bash
about() { echo "published test vectors, from ../shared/vectors when it is there (not with --fast)"; }
present() { [[ $mode != fast ]] && is_command vectors; }
needs() { echo java maven; }

run() {
    if [[ ! -d $PALOMA_ROOT/../shared/vectors ]]; then
        say "  skipped: there is no folder ../shared/vectors beside the project"
        return
    fi
    build_program cli
    "$PALOMA_ROOT/paloma" vectors "$PALOMA_ROOT/../shared/vectors"
}

# The last line of the command has the form of ours.
count() {
    if [[ ! -s $1 ]]; then
        echo 0 0 1
    else
        sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p' "$1" | tail -n 1
    fi
}

explain() { grep -E '^ *FAIL |^paloma: ' "$1" | head -n 30; }
