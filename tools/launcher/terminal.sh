# shellcheck shell=bash
# What the launcher says. Progress goes to file descriptor 3, so that a build inside a suite whose output is kept in a
# log still shows on the terminal.

exec 3>&2

# A status line that rewrites itself is for a person at a terminal; anything else gets plain lines.
if [[ -t 3 && ${TERM-dumb} != dumb && ${CI-} != true ]]; then
    readonly LIVE_STATUS=1
else
    readonly LIVE_STATUS=
fi

say() {
    clear_status
    printf '%s\n' "$*" >&3
}

# Something is wrong with the machine or the build: one line, exit 1.
fail() {
    clear_status
    printf 'paloma: %s\n' "$*" >&3
    exit 1
}

# Something is wrong with the command line: one line, exit 2.
refuse() {
    clear_status
    printf 'paloma: %s\n' "$*" >&3
    exit 2
}

show_status() {
    [[ -z $LIVE_STATUS ]] || printf '\r\033[K%.*s' "$((${COLUMNS:-80} - 1))" "$*" >&3
}

clear_status() {
    [[ -z $LIVE_STATUS ]] || printf '\r\033[K' >&3
}

# 75 -> "1 min 15 s"
duration() {
    if (($1 < 60)); then
        printf '%d s' "$1"
    else
        printf '%d min %02d s' "$(($1 / 60))" "$(($1 % 60))"
    fi
}
