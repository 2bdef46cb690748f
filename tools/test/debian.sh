# shellcheck shell=bash
# On Debian as root, the packages that the suites need are installed when they are missing.

# install_debian_packages SUITE...
install_debian_packages() {
    local suite command package missing=() log=$STATE/debian-packages.log
    command -v apt-get >/dev/null && ((EUID == 0)) || return 0
    while read -r suite command package; do
        [[ " $* " == *" $suite "* ]] || continue
        command -v "$command" >/dev/null || missing+=("$package")
    done < <(grep -v '^#' "$PALOMA_ROOT/tools/test/debian-packages.txt")
    ((${#missing[@]} > 0)) || return 0
    say "Installing Debian packages: ${missing[*]}"
    mkdir -p "$STATE"
    if ! {
        apt-get -o Acquire::Retries=3 update &&
            DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 \
                install -y --no-install-recommends "${missing[@]}"
    } >"$log" 2>&1 </dev/null; then
        grep -E '^(E|W):' "$log" | head -n 10 >&3 || true
        fail "could not install ${missing[*]}: see $log"
    fi
}
