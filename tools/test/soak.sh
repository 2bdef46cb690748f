# shellcheck shell=bash
# The long campaigns of ./paloma test --soak, and the log of their numbers that the documents quote.

# shellcheck source=tools/test/fuzz.sh
. "$PALOMA_ROOT/tools/test/fuzz.sh"

# run_soak MINUTES: fuzzes for so long and writes docs/evidence/DATE-soak.md. Sets soak_passed and soak_failed.
run_soak() {
    local log=$LOG_FOLDER/soak.log report began=$SECONDS
    report=$PALOMA_ROOT/docs/evidence/$(date -u +%Y-%m-%d-%H%M)-soak.md
    say "soak: fuzzing for $(duration $(($1 * 60)))"
    set +e
    {
        # shellcheck disable=SC2046  # names of modules
        forget_stale_classes $(modules_without_wasm)
        run_maven_without_wasm process-test-classes && began=$SECONDS && fuzz_all $(($1 * 60))
    } >"$log" 2>&1
    set -e
    soak_passed=$(grep -c '^fuzzed .* passed: ' "$log") || true
    soak_failed=$(grep -c '^fuzzed .* FAILED: ' "$log") || true
    if ((soak_passed + soak_failed == 0)); then
        say "No campaign ran: see $log"
        soak_failed=1
        return
    fi
    mkdir -p "${report%/*}"
    write_soak_report "$log" "$((SECONDS - began))" >"$report"
    ((soak_failed == 0)) || grep '^fuzzed .* FAILED: ' "$log" | sed 's/^/    /' >&3
    say "  written to $report"
}

write_soak_report() {
    local targets
    targets=$((soak_passed + soak_failed))
    printf '# Soak of %s\n\n' "$(date -u '+%Y-%m-%d %H:%M UTC')"
    printf -- '- Commit: %s\n' "$(describe_commit)"
    printf -- '- Machine: %s\n' "$(describe_machine)"
    printf -- '- Java: %s\n' "$("$java_home/bin/java" -version 2>&1 | sed -n 2p)"
    printf -- '- Time: %s\n\n' "$(duration "$2")"
    printf '## Fuzzing\n\nTargets: %d, of which without a finding: %d.\n\n' "$targets" "$soak_passed"
    printf '| target | result | numbers |\n|---|---|---|\n'
    sed -n -E 's/^fuzzed ([^ ]*) ([^ ]*) (passed|FAILED): (.*)/| `\2` | \3 | \4 |/p' "$1"
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
