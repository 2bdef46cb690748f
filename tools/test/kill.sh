# shellcheck shell=bash
# Campaigns against a node in a process of its own.

# kill_rounds ROUNDS: kills a node again and again while devices write to it, and checks what it acknowledged. Prints a
# line a round that starts with "round". The module cli must be compiled, tests too.
kill_rounds() {
    run_campaign KillCampaign "$1"
}

# connect_devices COUNT: connects so many devices at once. Prints a line that starts with "connections".
connect_devices() {
    run_campaign ConnectionsCampaign "$1"
}

run_campaign() {
    local classes=$PALOMA_ROOT/cli/target name=$1
    shift
    (
        cd "$PALOMA_ROOT/cli" || exit
        exec "$java_home/bin/java" -Xmx2g --enable-native-access=ALL-UNNAMED \
            -cp "$classes/test-classes:$classes/classes:$(cat "$classes/test-classpath")" \
            "chat.paloma.cli.durability.$name" "$@" 3>&- 9>&-
    )
}
