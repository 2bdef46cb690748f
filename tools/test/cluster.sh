# shellcheck shell=bash
# The faults and races of several nodes, for longer than in every run.

readonly RACES=1000
readonly CROWD=2000
readonly OUTAGE_SECONDS=60

# soak_cluster: prints a line that starts with "cluster". The module node must be compiled, tests too.
soak_cluster() {
    local began=$SECONDS verdict=passed
    run_maven -pl node -am surefire:test -Dtest='ClusterFaultsTest,SeveralNodesTest' \
        -Dsurefire.failIfNoSpecifiedTests=false -Dpaloma.races="$RACES" -Dpaloma.crowd="$CROWD" \
        -Dpaloma.outage="$OUTAGE_SECONDS" || verdict=FAILED
    printf 'cluster %s: %d races for one epoch, %d connections while all nodes restart, engines away for %d s; %d s\n' \
        "$verdict" "$RACES" "$CROWD" "$OUTAGE_SECONDS" $((SECONDS - began))
}
