# shellcheck shell=bash
# Kills a node again and again while devices write to it, and checks what it acknowledged.

# kill_rounds ROUNDS: prints a line a round that starts with "round". The module cli must be compiled, tests too.
kill_rounds() {
    local classes=$PALOMA_ROOT/cli/target
    (
        cd "$PALOMA_ROOT/cli" || exit
        exec "$java_home/bin/java" --enable-native-access=ALL-UNNAMED \
            -cp "$classes/test-classes:$classes/classes:$(cat "$classes/test-classpath")" \
            chat.paloma.cli.durability.KillCampaign "$1" 3>&- 9>&-
    )
}
