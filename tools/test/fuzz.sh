# shellcheck shell=bash
# Runs the fuzz targets: every method with @FuzzTest in a compiled module, found by Jazzer itself, so that a new one
# needs no entry anywhere. The corpus that grows and the inputs that break something stay in .paloma/fuzz/MODULE.

readonly FUZZ_FOLDER=$PALOMA_ROOT/.paloma/fuzz

# list_fuzz_targets: prints "MODULE CLASS METHOD" lines. The modules must be compiled, tests too.
list_fuzz_targets() {
    local path module target
    for path in "$PALOMA_ROOT"/*/target/test-classpath; do
        module=${path%/target/test-classpath}
        module=${module##*/}
        grep -rqs '@FuzzTest' "$PALOMA_ROOT/$module/src/test" || continue
        while IFS= read -r target; do
            printf '%s %s %s\n' "$module" "${target%%::*}" "${target##*::}"
        done < <(jazzer "$module" --list_fuzz_tests= 2>/dev/null | grep '::')
    done
}

# fuzz MODULE CLASS METHOD SECONDS: fuzzes one target; its status is 0 when nothing was found.
fuzz() {
    jazzer "$1" --target_class="$2" --target_method="$3" --max_duration="$4s" \
        --instrumentation_includes='chat.paloma.**' --custom_hook_includes='chat.paloma.**' \
        -print_final_stats=1 -verbosity=1 2>&1 | grep -v '# Uses: '
}

jazzer() {
    local module=$1 classes=$PALOMA_ROOT/$1/target
    shift
    mkdir -p "$FUZZ_FOLDER/$module"
    (
        cd "$FUZZ_FOLDER/$module" || exit
        JAZZER_FUZZ=1 exec "$java_home/bin/java" -Xmx2g -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading \
            --enable-native-access=ALL-UNNAMED \
            -cp "$classes/test-classes:$classes/classes:$(cat "$classes/test-classpath")" \
            com.code_intelligence.jazzer.Jazzer "$@"
    )
}

# fuzz_all SECONDS: shares the time between all targets. Prints a line a target that starts with "fuzzed".
fuzz_all() {
    local module class method targets count share began log status=0 result
    targets=$(list_fuzz_targets)
    [[ -n $targets ]] || return 0
    count=$(wc -l <<<"$targets")
    share=$(($1 / count))
    ((share >= 5)) || share=5
    while read -r module class method; do
        began=$SECONDS
        log=$FUZZ_FOLDER/$module/$class.$method.log
        mkdir -p "${log%/*}"
        show_status "  ${class##*.}.$method, $(duration "$share")"
        result=passed
        # Not standard input: that is the list of targets.
        if ! fuzz "$module" "$class" "$method" "$share" </dev/null >"$log"; then
            result=FAILED
            status=1
        fi
        cat "$log"
        printf 'fuzzed %s %s.%s %s: %s\n' "$module" "$class" "$method" "$result" "$(fuzz_numbers "$log")"
        say "  $(printf '%-40s %s' "${class##*.}.$method" "$(duration $((SECONDS - began)))")"
    done <<<"$targets"
    return "$status"
}

# The numbers of a run: executions, per second, coverage, corpus.
fuzz_numbers() {
    awk '
        /^stat::number_of_executed_units:/ { executed = $2 }
        /^stat::average_exec_per_sec:/ { rate = $2 }
        / cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") coverage = $(i + 1); if ($i == "corp:") corpus = $(i + 1) } }
        END {
            sub("/.*", "", corpus)
            printf "%d executions, %d a second, %d edges covered, %d inputs in the corpus", executed, rate, coverage, corpus
        }' "$1"
}
