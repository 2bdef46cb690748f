#!/usr/bin/env bash
# Tests the launcher as a person uses it, in a copy of the project with a space in its path, and a few of its functions
# on their own. Prints "ok NAME" or "not ok NAME" for each test.
set -uo pipefail

project=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
copy="$scratch/a folder"
mkdir -p "$copy"
(cd "$project" && find paloma tools pom.xml .mvn ./*/pom.xml ./*/src/main -name node_modules -prune -o -type f -print0 |
    tar -cf - --null -T -) | tar -xf - -C "$copy"
# The launcher of the copy is not the one that runs this test.
unset PALOMA_BUILD_LOCK

failures=0

# check NAME: the verdict is the status of the command before it.
check() {
    if (($? == 0)); then
        printf 'ok %s\n' "$1"
    else
        printf 'not ok %s\n' "$1"
        failures=$((failures + 1))
    fi
}

# output_of EXPECTED_STATUS COMMAND...: sets output; false when the status differs.
output_of() {
    local expected=$1 status=0
    shift
    output=$("$@" 2>&1) || status=$?
    ((status == expected)) || {
        printf '# status %d instead of %d: %s\n' "$status" "$expected" "$output"
        return 1
    }
}

in_launcher() {
    (
        set -euo pipefail
        PALOMA_ROOT=$copy
        for part in terminal find lock maven node build; do
            # shellcheck disable=SC1090
            . "$copy/tools/launcher/$part.sh"
        done
        "$@"
    )
}

test_command_line() {
    output_of 0 "$copy/paloma" && [[ $output == *"Usage: ./paloma"* ]]
    check "prints its help without a command"

    output_of 0 "$copy/paloma" help && [[ $output == *"  test "* ]]
    check "help lists the commands"

    output_of 2 "$copy/paloma" nonsense && [[ $output == "paloma: unknown command 'nonsense'"* && $output != *$'\n'* ]]
    check "refuses an unknown command with one line and status 2"

    output_of 2 "$copy/paloma" test --nonsense && [[ $output != *$'\n'* ]]
    check "refuses an unknown option with one line and status 2"

    output_of 2 "$copy/paloma" test nonsense && [[ $output != *$'\n'* ]]
    check "refuses an unknown suite with one line and status 2"

    output_of 2 "$copy/paloma" test --minutes 5 && [[ $output == *"--soak"* ]]
    check "refuses --minutes without --soak"

    ln -s "$copy/paloma" "$scratch/link" && ln -s link "$scratch/link to link"
    (cd / && output_of 0 "$scratch/link to link" help && [[ $output == *"Usage: ./paloma"* ]])
    check "runs through symbolic links, from another folder"

    local colon="$scratch/a:b"
    mkdir "$colon" && cp -R "$copy/paloma" "$copy/tools" "$colon" && output_of 1 "$colon/paloma" --version &&
        [[ $output == "paloma: the folder's name contains ':'"* ]]
    check "refuses a folder that a class path cannot name"
}

make_jdk() {
    mkdir -p "$1/bin" && touch "$1/bin/javac" && chmod +x "$1/bin/javac" && printf 'JAVA_VERSION="%s"\n' "$2" >"$1/release"
}

test_java() {
    local version
    for version in 25 25.0.3 25-ea 26.0.1; do
        make_jdk "$scratch/jdk-$version" "$version" && in_launcher is_jdk "$scratch/jdk-$version"
        check "takes a JDK $version"
    done
    for version in 1.8.0_402 17.0.15 24.0.2 ''; do
        make_jdk "$scratch/jdk-$version" "$version" && ! in_launcher is_jdk "$scratch/jdk-$version"
        check "does not take a JDK '$version'"
    done
    rm "$scratch/jdk-25/bin/javac" && ! in_launcher is_jdk "$scratch/jdk-25"
    check "does not take a runtime without a compiler"

    print_java_home() { find_java && printf '%s' "$java_home"; }
    JAVA_HOME=$scratch/jdk-26.0.1 output_of 0 in_launcher print_java_home && [[ $output == "$scratch/jdk-26.0.1" ]]
    check "takes JAVA_HOME first"
    JAVA_HOME=$scratch/jdk-17.0.15 output_of 0 in_launcher print_java_home && [[ $output != "$scratch/jdk-17.0.15" ]]
    check "passes over a JAVA_HOME that is too old"
}

test_missing_tools() {
    find_no_java() {
        find_java() { return 1; }
        # No tools but what the launcher itself needs.
        PATH=$scratch/empty require_tools java maven node chromium
    }
    mkdir -p "$scratch/empty"
    output_of 1 in_launcher find_no_java &&
        [[ $output == *"JDK 25"* && $output == *Maven* && $output == *Node.js* && $output == *Chromium* ]]
    check "names all missing tools at once"
}

test_node() {
    local version
    mkdir -p "$scratch/node"
    printf '#!/bin/sh\n' >"$scratch/node/npm"
    chmod +x "$scratch/node/npm"
    with_node() {
        printf '#!/bin/sh\necho %s\n' "$1" >"$scratch/node/node"
        chmod +x "$scratch/node/node"
        PATH=$scratch/node:$PATH in_launcher has_node
    }
    for version in v20.19.0 v20.20.2 v22.0.0 v100.1.2; do
        with_node "$version"
        check "takes Node.js $version"
    done
    for version in v20.18.9 v18.20.4 v8.0.0 nonsense ''; do
        ! with_node "$version"
        check "does not take Node.js '$version'"
    done
}

test_content_key() {
    local before after
    key_of_core() { content_key core/src; }
    mkdir -p "$copy/core/src/target"
    before=$(in_launcher key_of_core)
    touch "$copy/core/src/main/java/chat/paloma/core/codec/TlsReader.java"
    echo >"$copy/core/src/target/output"
    after=$(in_launcher key_of_core)
    [[ -n $before && $before == "$after" ]]
    check "the key of the same contents is the same"
    echo >"$copy/core/src/main/new file"
    after=$(in_launcher key_of_core)
    [[ $before != "$after" ]]
    check "a new file changes the key"
    before=$after
    echo changed >"$copy/core/src/main/new file"
    after=$(in_launcher key_of_core)
    [[ $before != "$after" ]]
    check "a changed file changes the key"
    before=$after
    mv "$copy/core/src/main/new file" "$copy/core/src/main/new name"
    after=$(in_launcher key_of_core)
    [[ $before != "$after" ]]
    check "a renamed file changes the key"
    rm "$copy/core/src/main/new name"

    output_of 0 in_launcher modules_below cli && [[ $'\n'$output$'\n' == *$'\ncore\n'* && $output == cli* ]]
    check "the command line is built from the modules that it names"
}

# lock_twice: one process holds the lock for a second; a second one waits, says so, and gets it.
lock_twice() {
    rm -f "$scratch/held"
    hold() { take_build_lock holder && touch "$scratch/held" && sleep 1 && printf 'first '; }
    wait_for_it() { take_build_lock waiter && printf 'second'; }
    {
        in_launcher hold &
        while [[ ! -f $scratch/held ]]; do sleep 0.05; done
        in_launcher wait_for_it
        wait
    } >"$scratch/order" 2>"$scratch/said"
    [[ $(cat "$scratch/order") == 'first second' ]] && grep -q 'Another ./paloma is building here (process .*, holder); waiting' "$scratch/said"
}

test_lock() {
    lock_twice
    check "a second build waits for the first, and says so"

    if command -v perl >/dev/null; then
        (
            # As on a machine without flock.
            command() { if [[ $* == "-v flock" ]]; then return 1; else builtin command "$@"; fi; }
            lock_twice
        )
        check "the lock works without flock"
    fi

    hold_twice() {
        take_build_lock outer && take_build_lock inner && release_build_lock
        # Still held: another process does not get it.
        ! bash -c 'exec 8>>"$1" && flock -n 8' - "$copy/.paloma/lock"
    }
    if command -v flock >/dev/null; then
        in_launcher hold_twice
        check "a lock taken twice is not released by the first release"
    fi

    hold_and_die() { take_build_lock dying && sh -c 'kill -9 $PPID'; }
    in_launcher hold_and_die 2>/dev/null
    in_launcher take_build_lock next 2>"$scratch/said" && [[ ! -s $scratch/said ]]
    check "a killed build leaves no lock"
}

# Suites that do nothing but have an outcome, in place of the real ones.
write_suite() {
    printf 'about() { echo test; }\npresent() { :; }\nneeds() { :; }\nexplain() { tail -n 1 "$1"; }\n%s\n' "$2" \
        >"$copy/tools/test/suites/$1.sh"
}

test_test_command() {
    local suite
    for suite in format java durability wasm browser launcher talk fuzz vectors; do
        printf 'present() { return 1; }\n' >"$copy/tools/test/suites/$suite.sh"
    done

    write_suite java 'run() { echo done; }; count() { echo 5 0 2; }'
    write_suite format 'run() { :; }'
    output_of 0 "$copy/paloma" test && [[ ${output##*$'\n'} == "6 passed, 0 failed, 2 skipped" ]]
    check "sums up the suites in the last line"
    [[ $output == *java*passed*5*0*2* ]]
    check "prints a table with each suite"

    write_suite format 'run() { echo why; false; echo never; }'
    output_of 1 "$copy/paloma" test && [[ ${output##*$'\n'} == "5 passed, 1 failed, 2 skipped" ]]
    check "goes on after a failing suite, and fails"
    [[ $output == *$'\n    why\n'* && $output == *"log: "* && $output == *"failed: format"* ]]
    check "shows why a suite failed, and where its log is"

    write_suite format 'run() { :; }; count() { echo 0 0 0; }'
    output_of 1 "$copy/paloma" test && [[ ${output##*$'\n'} == "5 passed, 1 failed, 2 skipped" && $output == *"No test ran."* ]]
    check "a suite without tests fails"

    write_suite format 'run() { :; }; count() { echo 3 1 0; }'
    output_of 1 "$copy/paloma" test && [[ ${output##*$'\n'} == "8 passed, 1 failed, 2 skipped" ]]
    check "a failing test fails the suite whatever its status"

    write_suite format 'run() { false; }; count() { echo 3 0 0; }'
    output_of 1 "$copy/paloma" test && [[ ${output##*$'\n'} == "8 passed, 1 failed, 2 skipped" ]]
    check "a failing status fails the suite whatever its tests"

    write_suite format 'run() { :; }; count() { echo 0 0 1; }'
    output_of 0 "$copy/paloma" test && [[ ${output##*$'\n'} == "5 passed, 0 failed, 3 skipped" ]]
    check "a skipped suite is counted as skipped"
    output_of 1 "$copy/paloma" test format
    check "fails when everything is skipped"
}

test_counting() {
    local reports=$scratch/module/target/surefire-reports
    mkdir -p "$reports"
    printf '<?xml version="1.0"?>\n<testsuite xmlns:xsi="x" name="A" time="1.5" tests="7" errors="1" skipped="2" failures="1">\n<testcase name="tests"/></testsuite>\n' \
        >"$reports/TEST-A.xml"
    printf '<testsuite name="B" tests="3" errors="0" skipped="0" failures="0"/>\n' >"$reports/TEST-B.xml"
    count_surefire() {
        eval "$(sed -n '/^count_surefire_reports()/,/^}/p' "$copy/tools/test/test.sh")"
        count_surefire_reports "$scratch/module/target"
    }
    output_of 0 count_surefire && [[ $output == "6 2 2" ]]
    check "counts Surefire's reports"

    printf '# tests 9\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1\n' >"$scratch/tap"
    printf 'ℹ tests 3\nℹ pass 3\nℹ fail 0\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0\n' >"$scratch/spec"
    output_of 0 in_launcher count_node_tests "$scratch/tap" && [[ $output == "5 2 2" ]] &&
        output_of 0 in_launcher count_node_tests "$scratch/spec" && [[ $output == "3 0 0" ]]
    check "counts node's tests in both of its formats"
}

test_command_line
test_java
test_missing_tools
test_node
test_content_key
test_lock
test_counting
test_test_command
((failures == 0))
