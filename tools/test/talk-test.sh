#!/usr/bin/env bash
# Two people talk in both directions through ./paloma serve, each by ./paloma client, with their folders in a scratch
# folder. Prints "ok NAME" or "not ok NAME" for each test.
set -uo pipefail

project=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
server=
listener=

clean_up() {
    local process
    for process in $listener $server; do
        kill "$process" 2>/dev/null
        wait "$process" 2>/dev/null
    done
    rm -rf "$scratch"
}
trap clean_up EXIT

failures=0

# check NAME: the verdict is the status of the command before it.
check() {
    if (($? == 0)); then
        printf 'ok %s\n' "$1"
    else
        printf 'not ok %s\n' "$1"
        failures=$((failures + 1))
        sed 's/^/# /' "$scratch"/*.log "$scratch"/*.out
    fi
}

# client PROFILE COMMAND ARGUMENT...
client() {
    local profile=$1 command=$2
    shift 2
    timeout 60 "$project/paloma" client "$command" --profile "$scratch/$profile" "$@"
}

# listen PROFILE: prints the texts of the next message, with whom it is from, into PROFILE.out.
listen() {
    client "$1" listen --accept --json --count 1 >"$scratch/$1.out" 2>>"$scratch/$1.log" &
    listener=$!
}

heard() {
    wait "$listener"
    local status=$?
    listener=
    ((status == 0)) && grep -q "\"from\":\"$2\".*\"text\":\"$3\"}$" "$scratch/$1.out" &&
        [[ $(wc -l <"$scratch/$1.out") -eq 1 ]]
}

# The first start builds what is not built yet.
"$project/paloma" client --help >"$scratch/build.log" 2>&1
check "the client explains itself"

"$project/paloma" serve --data "$scratch/data" --port 0 >"$scratch/server.log" 2>&1 &
server=$!
link=
for ((i = 0; i < 300; i++)); do
    link=$(grep -oE 'http://[^ ]*/#join=[A-Za-z0-9_-]+' "$scratch/server.log" | head -n 1)
    [[ -z $link ]] || break
    sleep 0.1
done
[[ -n $link ]]
check "a server starts and prints a link"

client alice register --invite "$link" --handle alice >>"$scratch/alice.log" 2>&1
check "the first person registers with it"

invite=$(client alice invite 2>>"$scratch/alice.log") && client bob register --invite "$invite" --handle bob >>"$scratch/bob.log" 2>&1
check "and invites a second one, who registers"

listen bob
client alice send --to bob "hello Bob" >>"$scratch/alice.log" 2>&1 && heard bob alice "hello Bob"
check "one sends and the other sees it"

listen alice
client bob send --to alice "hello Alice" >>"$scratch/bob.log" 2>&1 && heard alice bob "hello Alice"
check "and in the other direction"

client alice send --to bob "while away" >>"$scratch/alice.log" 2>&1 && listen bob && heard bob alice "while away"
check "what was sent to somebody who was away is there later"

! grep -rqaE 'hello Bob|hello Alice|while away' "$scratch/data" && grep -rqa alice "$scratch/data"
check "no text lies in the server's folder"

((failures == 0))
