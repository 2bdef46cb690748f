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

# register PROFILE LINK: an account of the profile's name.
register() {
    client "$1" register --insecure-no-passphrase --invite "$2" --name "$1" >>"$scratch/$1.log" 2>&1
}

# listen PROFILE: prints the next message as JSON into PROFILE.out, and accepts whoever asks meanwhile.
listen() {
    client "$1" listen --accept --json --count 1 >"$scratch/$1.out" 2>>"$scratch/$1.log" &
    listener=$!
}

heard() {
    wait "$listener"
    local status=$?
    listener=
    ((status == 0)) && grep -q "\"type\":\"message\".*\"handle\":\"$2\".*\"text\":\"$3\"" "$scratch/$1.out" &&
        [[ $(grep -c '"type":"message"' "$scratch/$1.out") -eq 1 ]]
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

register alice "$link"
check "the first person registers with it"

invite=$(client alice invite 2>>"$scratch/alice.log") && register bob "$invite"
check "and invites a second one, who registers"

listen bob
client alice send @bob "hello Bob" >>"$scratch/alice.log" 2>&1 && heard bob alice "hello Bob"
check "one sends and the other sees it"

listen alice
client bob send @alice "hello Alice" >>"$scratch/bob.log" 2>&1 && heard alice bob "hello Alice"
check "and in the other direction"

client alice send @bob "while away" >>"$scratch/alice.log" 2>&1 && listen bob && heard bob alice "while away"
check "what was sent to somebody who was away is there later"

client alice search hello --json 2>>"$scratch/alice.log" | grep -q '"type":"hit"'
check "what was said is found again"

! grep -rqaE 'hello Bob|hello Alice|while away' "$scratch/alice" "$scratch/bob"
check "no text lies in the profiles"

! grep -rqaE 'hello Bob|hello Alice|while away' "$scratch/data" && grep -rqa alice "$scratch/data"
check "no text lies in the server's folder"

((failures == 0))
