# shellcheck shell=bash
# ./paloma test: runs the suites of tools/test/suites one after the other, each into a log of its own, goes on after a
# failure, and ends with a table of times and one line of counts.
#
# A suite is a file that defines
#   about     one line for --help
#   present   whether there is anything to run in this tree
#   needs     the tools that it needs, of those that require_tools knows
#   run       the work; its output is the log, its status the verdict
#   count     after run: prints "PASSED FAILED SKIPPED"; a suite that is one check has none
#   explain   after a failure: prints what a person wants to see of the log ($1)
# Each runs in a subshell, so that the files cannot disturb each other.

readonly SUITES="format java durability wasm browser launcher talk fuzz vectors"
readonly SUITE_FOLDER=$PALOMA_ROOT/tools/test/suites
readonly LOG_FOLDER=$PALOMA_ROOT/.paloma/test

# shellcheck source=tools/test/debian.sh
. "$PALOMA_ROOT/tools/test/debian.sh"
# shellcheck source=tools/test/soak.sh
. "$PALOMA_ROOT/tools/test/soak.sh"

run_tests() {
    local suite chosen=() present=()
    # Progress and result belong into one stream, in order.
    exec 3>&1
    mode=default
    soak_minutes=240
    campaigns=()
    local minutes_given=
    while (($# > 0)); do
        case $1 in
            --fast | --soak)
                [[ $mode == default ]] || refuse "--fast and --soak exclude each other"
                mode=${1#--}
                ;;
            --minutes)
                [[ ${2-} =~ ^[1-9][0-9]{0,4}$ ]] || refuse "--minutes needs a number from 1 to 99999"
                soak_minutes=$2
                minutes_given=1
                shift
                ;;
            --campaign)
                [[ " $CAMPAIGNS " == *" ${2-} "* ]] || refuse "--campaign needs one of: $CAMPAIGNS"
                campaigns+=("$2")
                shift
                ;;
            -h | --help)
                print_test_help
                return 0
                ;;
            -*) refuse "unknown option '$1': ./paloma test --help explains" ;;
            *)
                is_suite "$1" || refuse "unknown suite '$1': ./paloma test --help lists them"
                chosen+=("$1")
                ;;
        esac
        shift
    done

    [[ -z $minutes_given || $mode == soak ]] || refuse "--minutes goes with --soak"
    ((${#campaigns[@]} == 0)) || [[ $mode == soak ]] || refuse "--campaign goes with --soak"

    for suite in $SUITES; do
        if ((${#chosen[@]} > 0)) && [[ " ${chosen[*]} " != *" $suite "* ]]; then
            continue
        fi
        if suite_part "$suite" present; then
            present+=("$suite")
        elif ((${#chosen[@]} > 0)); then
            refuse "there is nothing for the suite '$suite' in this tree"
        fi
    done

    install_debian_packages "${present[@]}"
    # shellcheck disable=SC2046  # names of tools
    require_tools $(tools_needed "${present[@]}")
    take_build_lock "./paloma test"
    run_suites "${present[@]}"
}

# tools_needed SUITE...: their needs and those of the campaigns, each once.
tools_needed() {
    local suite
    {
        for suite in "$@"; do
            suite_part "$suite" needs
        done
        [[ $mode != soak ]] || echo java maven
    } | tr ' ' '\n' | sort -u
}

print_test_help() {
    local suite
    cat "$PALOMA_ROOT/tools/test/help.txt"
    for suite in $SUITES; do
        if suite_part "$suite" present; then
            printf '  %-10s %s\n' "$suite" "$(suite_part "$suite" about)"
        fi
    done
}

is_suite() {
    [[ " $SUITES " == *" $1 "* ]]
}

# suite_part SUITE FUNCTION [ARGUMENT...]: calls a function of a suite's file in a subshell.
suite_part() (
    local part=$2
    # shellcheck disable=SC1090
    . "$SUITE_FOLDER/$1.sh"
    shift 2
    "$part" "$@"
)

suite_has() (
    # shellcheck disable=SC1090
    . "$SUITE_FOLDER/$1.sh"
    declare -F "$2" >/dev/null
)

run_suites() {
    local suite status began counts log verdict table='' failed_suites=''
    local passed failed skipped all_passed=0 all_failed=0 all_skipped=0 all_began=$SECONDS
    rm -rf "$LOG_FOLDER"
    mkdir -p "$LOG_FOLDER"
    for suite in "$@"; do
        log=$LOG_FOLDER/$suite.log
        began=$SECONDS
        say "$suite"
        # Not inside a condition: there, `set -e` would not stop the suite at its first failing command.
        set +e
        (set -e; suite_part "$suite" run) >"$log" 2>&1
        status=$?
        set -e
        clear_status
        counts='1 0 0'
        ((status == 0)) || counts='0 1 0'
        if suite_has "$suite" count; then
            counts=$(suite_part "$suite" count "$log") || counts='0 0 0'
        fi
        read -r passed failed skipped <<<"$counts"
        verdict=passed
        if ((status != 0 || failed > 0)); then
            verdict=FAILED
            # What broke before any test could fail, counts as a failure.
            ((failed > 0)) || failed=1
        elif ((passed + skipped == 0)); then
            verdict=FAILED
            failed=1
            printf 'No test ran.\n' | tee -a "$log" >&3
        elif ((passed == 0)); then
            verdict=skipped
        fi
        if [[ $verdict == FAILED ]]; then
            failed_suites+=" $suite"
            ((status == 0 && passed + skipped == 0)) || explain_suite "$suite" "$log" >&3 || true
            say "    log: $log"
        fi
        all_passed=$((all_passed + passed))
        all_failed=$((all_failed + failed))
        all_skipped=$((all_skipped + skipped))
        table+=$(printf '%-10s %-7s %14s %9d %8d %9d' "$suite" "$verdict" "$(duration $((SECONDS - began)))" \
            "$passed" "$failed" "$skipped")$'\n'
    done
    if [[ $mode == soak ]]; then
        began=$SECONDS
        run_soak "$soak_minutes" ${campaigns[@]+"${campaigns[@]}"}
        verdict=passed
        if ((soak_failed > 0)); then
            verdict=FAILED
            failed_suites+=" soak"
        fi
        all_passed=$((all_passed + soak_passed))
        all_failed=$((all_failed + soak_failed))
        table+=$(printf '%-10s %-7s %14s %9d %8d %9d' soak "$verdict" "$(duration $((SECONDS - began)))" \
            "$soak_passed" "$soak_failed" 0)$'\n'
    fi
    printf '\n%-10s %-7s %14s %9s %8s %9s\n' suite '' time passed failed skipped
    printf '%s' "$table"
    printf '%-10s %-7s %14s\n' all '' "$(duration $((SECONDS - all_began)))"
    [[ -z $failed_suites ]] || printf 'failed:%s\n' "$failed_suites"
    printf '\n%d passed, %d failed, %d skipped\n' "$all_passed" "$all_failed" "$all_skipped"
    ((all_failed == 0 && all_passed > 0))
}

# What a suite shows of its log, indented and without colours.
explain_suite() {
    suite_part "$1" explain "$2" | sed -e $'s/\x1b\\[[0-9;]*[A-Za-z]//g' -e $'s/\x1b]8;;[^\x1b]*\x1b\\\\//g' -e 's/^/    /'
}

# Sums up the Surefire reports below the given folders: prints "PASSED FAILED SKIPPED".
count_surefire_reports() {
    find "$@" -path '*/surefire-reports/TEST-*.xml' -exec cat {} + 2>/dev/null | awk '
        function value(name) {
            return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
        }
        /<testsuite[ >]/ {
            tests += value("tests"); skipped += value("skipped"); failed += value("failures") + value("errors")
        }
        END { printf "%d %d %d\n", tests - skipped - failed, failed, skipped }'
}
