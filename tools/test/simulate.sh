# shellcheck shell=bash
# The long simulations of ./paloma test --soak (docs/simulation.md): a million steps over fifty devices on a classical
# suite, fifty thousand on the default one, and a node that deceives.

# simulate_long SEED: runs all three, and prints a line for each: `simulated NAME passed: NUMBERS` or `… FAILED: …`.
simulate_long() {
    simulate_one classical --seed "$1" --clients 50 --steps 1000000 --suite classical \
        --faults break,duplicate,partition,crash,disk-full,skew,node-restart,fall-behind
    simulate_one default --seed "$1" --clients 20 --steps 50000 --suite default \
        --faults break,duplicate,partition,crash,disk-full,skew,node-restart,fall-behind
    simulate_one malicious --seed "$1" --clients 10 --steps 100000 --faults break,duplicate,crash --malicious
}

# simulate_one NAME OPTION...: one simulation. What it says of a failure stands behind its line in the log.
simulate_one() {
    local name=$1 began=$SECONDS output verdict=passed
    shift
    output=$("$PALOMA_ROOT/paloma" simulate "$@" 2>/dev/null) || verdict=FAILED
    printf 'simulated %s %s: %s (%s)\n' "$name" "$verdict" "${output%%$'\n'*}" "$(duration $((SECONDS - began)))"
    [[ $verdict == passed ]] || printf '%s\n' "$output" | sed 's/^/    /'
}
