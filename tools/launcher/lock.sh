# shellcheck shell=bash
# One build at a time. The kernel holds the lock on an open file and drops it when the last process that has the file
# open ends, so that nothing has to be cleaned up after a kill.

lock_depth=0

# Waits until this is the only builder, and says so when it has to wait. A launcher started by one that holds the lock
# inherits it. A lock taken twice is dropped by the second release.
take_build_lock() {
    lock_depth=$((lock_depth + 1))
    [[ -z ${PALOMA_BUILD_LOCK-} ]] || return 0
    mkdir -p "$PALOMA_ROOT/.paloma"
    exec 9>>"$PALOMA_ROOT/.paloma/lock"
    if ! lock_file_descriptor_9 nonblocking; then
        say "Another ./paloma is building here ($(cat "$PALOMA_ROOT/.paloma/lock.holder" 2>/dev/null)); waiting for it."
        lock_file_descriptor_9 blocking || fail "cannot lock $PALOMA_ROOT/.paloma/lock"
    fi
    printf 'process %d, %s\n' $$ "$*" >"$PALOMA_ROOT/.paloma/lock.holder"
    export PALOMA_BUILD_LOCK=$$
}

release_build_lock() {
    lock_depth=$((lock_depth - 1))
    ((lock_depth == 0)) && [[ ${PALOMA_BUILD_LOCK-} == "$$" ]] || return 0
    exec 9>&-
    unset PALOMA_BUILD_LOCK
}

lock_file_descriptor_9() {
    if command -v flock >/dev/null; then
        if [[ $1 == nonblocking ]]; then flock -n 9; else flock 9; fi
    else
        # The lock belongs to the open file, not to perl, and stays when perl ends.
        perl -MFcntl=:flock -e '
            open(my $file, ">&=", 9) or exit 2;
            exit(flock($file, $ARGV[0] eq "nonblocking" ? LOCK_EX | LOCK_NB : LOCK_EX) ? 0 : 1)' "$1"
    fi
}
