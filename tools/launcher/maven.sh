# shellcheck shell=bash
# Runs Maven on the JDK that was found, with a line of progress a module instead of Maven's own output.

# run_maven ARGUMENT...: Maven's output goes to standard output, progress to the terminal.
run_maven() {
    local status=0 options=()
    IFS=' ' read -r -a options <<<"${PALOMA_MAVEN_ARGS-}"
    # The lock (9) stays open on purpose: a Maven that outlives its launcher still writes here.
    (cd "$PALOMA_ROOT" && JAVA_HOME=$java_home exec mvn -B "$@" ${options[@]+"${options[@]}"} 2>&1) |
        show_maven_progress || status=$?
    return "$status"
}

# Compiling to WebAssembly takes longer than all the rest, and has a suite of its own.
run_maven_without_wasm() {
    if [[ -d $PALOMA_ROOT/wasm ]]; then
        run_maven -pl '!wasm' "$@"
    else
        run_maven "$@"
    fi
}

# Copies standard input to standard output and tells the terminal which module is built.
show_maven_progress() {
    local line module='' started=$SECONDS
    while IFS= read -r line; do
        printf '%s\n' "$line"
        case $line in
            '[INFO] Building '*'['*/*']')
                end_module
                line=${line#'[INFO] Building '}
                module=${line%% *}
                started=$SECONDS
                show_status "  $module …"
                ;;
            '[INFO] '*' SUCCESS ['*)
                line=${line#'[INFO] '}
                confirm_classes "${line%% *}"
                ;;
            '[INFO] Reactor Summary'* | '[INFO] BUILD '*)
                end_module
                module=''
                ;;
            'Downloading from '*) show_status "  ${module:-Maven} … $((SECONDS - started)) s, fetching ${line##*/}" ;;
            '[INFO] --- '*)
                [[ -z $module ]] || show_status "  $module … $((SECONDS - started)) s"
                ;;
        esac
    done
}

end_module() {
    [[ -z $module || $module == Paloma ]] || say "  $(printf '%-12s %s' "$module" "$(duration $((SECONDS - started)))")"
}

# The module is built from the contents that forget_stale_classes saw.
confirm_classes() {
    local stamp=$PALOMA_ROOT/$1/target/content-key
    [[ ! -f $stamp.next ]] || mv "$stamp.next" "$stamp"
}

# The lines of a Maven log that say what went wrong.
explain_maven_log() {
    local lines
    # Failed tests with their messages, when it came that far.
    lines=$(awk '
        /^\[(ERROR|WARNING|INFO)\]/ { show = 0 }
        /^\[ERROR\] (Failures|Errors): *$/ { show = 1 }
        /^\[ERROR\]   [A-Z]/ { show = 1 }
        show { print substr($0, 1, 300) }' "$1" | head -n 60)
    [[ -n $lines ]] || lines=$(grep -E '^\[(ERROR|FATAL)\]|^\[WARNING\] .*\.java:|^Error: ' "$1" |
        grep -vE '^\[ERROR\] *$|Re-run Maven|-> \[Help|\[Help [0-9]|After correcting the problems|mvn <args>|To see the full stack|See .*surefire-reports|See dump files|For more information about the errors' |
        head -n 40) || true
    if [[ -n $lines ]]; then
        printf '%s\n' "$lines"
    else
        tail -n 20 "$1"
    fi
}
