# shellcheck shell=bash
# The long campaigns of ./paloma test --soak, and the log of their numbers that the documents quote.

# shellcheck source=tools/test/fuzz.sh
. "$PALOMA_ROOT/tools/test/fuzz.sh"
# shellcheck source=tools/test/kill.sh
. "$PALOMA_ROOT/tools/test/kill.sh"
# shellcheck source=tools/test/simulate.sh
. "$PALOMA_ROOT/tools/test/simulate.sh"
# shellcheck source=tools/test/cluster.sh
. "$PALOMA_ROOT/tools/test/cluster.sh"

# At most this many, and at most half of the time.
readonly KILL_ROUNDS=200
readonly SECONDS_PER_KILL_ROUND=5
readonly CONNECTED_DEVICES=10000

# The campaigns, in their order.
readonly CAMPAIGNS="kill connect cluster simulate fuzz"

# run_soak MINUTES CAMPAIGN...: kills a node, connects devices, stops parts of several nodes, simulates and fuzzes for so
# long, or does those of them that are named, and writes docs/evidence/DATE-soak.md. Sets soak_passed and soak_failed.
run_soak() {
    local minutes=$1 log=$LOG_FOLDER/soak.log report began=$SECONDS built='' rounds=0
    shift
    local named=" ${*:-$CAMPAIGNS} "
    if [[ $named == *" kill "* ]]; then
        rounds=$((minutes * 30 / SECONDS_PER_KILL_ROUND))
        ((rounds <= KILL_ROUNDS)) || rounds=$KILL_ROUNDS
    fi
    report=$PALOMA_ROOT/docs/evidence/$(date -u +%Y-%m-%d-%H%M)-soak.md
    say "soak:$named for $(duration $((minutes * 60)))"
    set +e
    {
        # shellcheck disable=SC2046  # names of modules
        forget_stale_classes $(modules_without_wasm)
        if run_maven_without_wasm process-test-classes; then
            built=1
            began=$SECONDS
            if ((rounds > 0)); then
                show_status "  kill rounds …"
                kill_rounds "$rounds"
                say "  $(printf '%-40s %s' "$rounds kill rounds" "$(duration $((SECONDS - began)))")"
            fi
            if [[ $named == *" connect "* ]]; then
                show_status "  connections …"
                connect_devices "$CONNECTED_DEVICES"
            fi
            if [[ $named == *" cluster "* ]] && ((minutes >= 15)); then
                show_status "  several nodes …"
                soak_cluster
            fi
            # They take ten minutes, whatever the campaign's length.
            if [[ $named == *" simulate "* ]] && ((minutes >= 30)); then
                show_status "  simulations …"
                simulate_long "$((RANDOM + 1))"
            fi
            [[ $named != *" fuzz "* ]] || fuzz_all $((minutes * 60 - (SECONDS - began)))
        fi
    } >"$log" 2>&1
    set -e
    soak_passed=$(grep -cE '^(fuzzed .*|round [0-9]+|connections|cluster|simulated [a-z]+) passed: ' "$log") || true
    soak_failed=$(grep -cE '^(fuzzed .*|round [0-9]+|connections|cluster|simulated [a-z]+) FAILED: ' "$log") || true
    # A campaign that broke off without a verdict is a failure.
    [[ -z $built ]] || (($(grep -cE '^round [0-9]+ passed: ' "$log") == rounds)) || ((++soak_failed))
    if ((soak_passed + soak_failed == 0)); then
        say "No campaign ran: see $log"
        soak_failed=1
        return
    fi
    mkdir -p "${report%/*}"
    write_soak_report "$log" "$((SECONDS - began))" >"$report"
    ((soak_failed == 0)) || grep -E '^(fuzzed .*|round [0-9]+|connections|cluster|simulated [a-z]+) FAILED: ' "$log" | sed 's/^/    /' >&3
    say "  written to $report"
}

write_soak_report() {
    local targets clean rounds survived
    targets=$(grep -cE '^fuzzed ' "$1") || true
    clean=$(grep -c '^fuzzed .* passed: ' "$1") || true
    rounds=$(grep -cE '^round [0-9]+ (passed|FAILED): ' "$1") || true
    survived=$(grep -cE '^round [0-9]+ passed: ' "$1") || true
    printf '# Soak of %s\n\n' "$(date -u '+%Y-%m-%d %H:%M UTC')"
    printf -- '- Commit: %s\n' "$(describe_commit)"
    printf -- '- Machine: %s\n' "$(describe_machine)"
    printf -- '- Java: %s\n' "$("$java_home/bin/java" -version 2>&1 | sed -n 2p)"
    printf -- '- Time: %s\n\n' "$(duration "$2")"
    ((rounds == 0)) || write_kill_report "$1" "$rounds" "$survived"
    if grep -q '^connections ' "$1"; then
        printf '## Connections\n\n'
        sed -n -E 's/^connections (passed|FAILED): (.*)/\1: \2/p' "$1"
        printf '\n'
    fi
    if grep -q '^cluster ' "$1"; then
        printf '## Several nodes\n\n'
        sed -n -E 's/^cluster (passed|FAILED): (.*)/\1: \2/p' "$1"
        printf '\n'
    fi
    if grep -q '^simulated ' "$1"; then
        printf '## Simulation\n\n'
        sed -n -E 's/^simulated ([a-z]+) (passed|FAILED): (.*)/- \1, \2: \3/p' "$1"
        printf '\n'
    fi
    ((targets > 0)) || return 0
    printf '## Fuzzing\n\nTargets: %d, of which without a finding: %d.\n\n' "$targets" "$clean"
    printf '| target | result | numbers |\n|---|---|---|\n'
    sed -n -E 's/^fuzzed ([^ ]*) ([^ ]*) (passed|FAILED): (.*)/| `\2` | \3 | \4 |/p' "$1"
}

# write_kill_report LOG ROUNDS SURVIVED
write_kill_report() {
    printf '## Kill rounds\n\nRounds: %d, of which without a finding: %d.\n' "$2" "$3"
    printf 'Messages and commits acknowledged before a kill: %d. Unanswered ones that were offered again: %d. %s.\n\n' \
        "$(sum_of_rounds acknowledged "$1")" "$(sum_of_rounds 'offered again' "$1")" \
        "$(sed -n 's/^seed /Seed: /p' "$1" | tail -n 1)"
}

# sum_of_rounds WHAT LOG: adds up the numbers in front of a word in the lines of the kill rounds.
sum_of_rounds() {
    sed -n -E "s/^round [0-9]+ passed: .* ([0-9]+) $1.*/\1/p" "$2" | awk '{ sum += $1 } END { print sum + 0 }'
}

describe_commit() {
    local changes
    if changes=$(git -C "$PALOMA_ROOT" status --porcelain --untracked-files=no 2>/dev/null); then
        printf '%s%s' "$(git -C "$PALOMA_ROOT" rev-parse HEAD)" "${changes:+, with changes}"
    else
        printf 'not a clone'
    fi
}

describe_machine() {
    local model cores memory
    cores=$(getconf _NPROCESSORS_ONLN)
    if [[ -r /proc/cpuinfo ]]; then
        model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
        memory=$(awk '/^MemTotal:/ { printf "%d GB", $2 / 1048576 }' /proc/meminfo)
    else
        model=$(sysctl -n machdep.cpu.brand_string)
        memory="$(($(sysctl -n hw.memsize) / 1073741824)) GB"
    fi
    printf '%s, %s cores, %s, %s %s' "${model:-$(uname -m)}" "$cores" "$memory" "$(uname -s)" "$(uname -r)"
}
