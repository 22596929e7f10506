#!/bin/sh
# Makes a machine ready to run Vez from this checkout. The Makefile calls it; it changes nothing that is already there.
#   setup.sh system run|test|dist   the system libraries that Qt needs, and for dist what plays it (Debian and its relatives)
#   setup.sh python                 every Python package of requirements.lock, and Vez itself, into .venv
#   setup.sh lock                   writes requirements.lock anew from pyproject.toml
set -eu
cd "$(dirname "$0")/../.."

say() { printf 'vez: %s\n' "$*"; }
stop() { printf 'vez: %s\n' "$*" >&2; exit 1; }

find_python() {
    for candidate in "${PYTHON:-python3}" python3 python3.11 python3.12 python3.13 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$candidate
            return
        fi
    done
    stop "Python 3.11 or newer is needed, and ${PYTHON:-python3} is $("${PYTHON:-python3}" --version 2>&1 || true)." \
        "Install python3.11, or name one: make PYTHON=/path/to/python3.11"
}

# Each line: what must be on the machine, and the Debian packages that bring it.
# A shared library is looked up in the loader's cache, which every distribution has.
needs() {
    cat <<LIST
module:pip python3-pip
libglib-2.0.so.0 libglib2.0-0
libGL.so.1 libgl1
libEGL.so.1 libegl1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libxkbcommon.so.0 libxkbcommon0
LIST
    # What is built takes these along, whether or not the building machine has a display.
    if [ "$1" = dist ] || { [ "$1" = run ] && [ -n "${DISPLAY:-}" ]; }; then
        cat <<LIST
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
LIST
    fi
    if [ "$1" = dist ] || { [ "$1" = run ] && [ -n "${WAYLAND_DISPLAY:-}" ]; }; then
        cat <<LIST
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
LIST
    fi
    if [ "$1" = dist ]; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        printf '%s %s\n' command:objdump binutils "libpython$version.so.1.0" "libpython$version"
        # A private display, on which what is built is played by a pointer and keys, and seen as a screen reader sees it.
        cat <<LIST
command:Xvfb xvfb
command:matchbox-window-manager matchbox-window-manager
command:xdotool xdotool
command:dbus-daemon dbus
file:/usr/share/dbus-1/services/org.a11y.Bus.service at-spi2-core
eyes:Atspi python3-gi gir1.2-atspi-2.0
LIST
    fi
}

present() {
    case $1 in
        file:*) [ -e "${1#file:}" ] ;;
        eyes:*) /usr/bin/python3 -c "import gi; gi.require_version('${1#eyes:}', '2.0')" 2>/dev/null ;;
        command:*) command -v "${1#command:}" >/dev/null 2>&1 ;;
        module:*) "$python" -c "import ${1#module:}" 2>/dev/null ;;
        libpython*) case $loadable in *"$1"*) true ;; *) "$python" -c "$own_libpython" "$1" ;; esac ;;
        *) case $loadable in *"$1"*) true ;; *) false ;; esac ;;
    esac
}

# A Python that was not installed by Debian may bring its library beside itself.
own_libpython='import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_config_var("LIBDIR"), sys.argv[1])))'

system() {
    [ "$(uname -s)" = Linux ] || return 0
    loadable=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
    missing=$(needs "$1" | while read -r thing package; do present "$thing" || printf '%s ' "$package"; done)
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        stop "libraries are missing; in Debian's packages they are: $missing. Install them with this system's installer."
    fi
    if [ "$(id -u)" -ne 0 ]; then
        stop "Debian packages are missing. Run this once, then again what you ran:
sudo apt-get update && sudo apt-get install --no-install-recommends $missing"
    fi
    say "installing Debian packages: $missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # one word per package is meant
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

pip() { "$python" -m pip --python .venv/bin/python --disable-pip-version-check "$@"; }

python_packages() {
    # Made without ensurepip, which Debian keeps in a package of its own: the machine's pip installs into it.
    .venv/bin/python -c '' 2>/dev/null || "$python" -m venv --clear --without-pip .venv
    say "installing Python packages into .venv (the first time about 150 MB to download)"
    pip install --quiet --only-binary :all: --no-deps --require-hashes -r requirements.lock
    pip install --quiet --no-deps --no-build-isolation --editable .
}

lock() {
    pip install --quiet 'uv>=0.9,<1'
    .venv/bin/uv pip compile pyproject.toml --group dev --universal --quiet \
        --generate-hashes --no-emit-index-url --no-header --output-file requirements.lock "$@"
}

find_python
case ${1:-} in
    system) system "${2:-test}" ;;
    python) python_packages ;;
    lock) shift; lock "$@" ;;
    *) stop "usage: setup.sh system run|test|dist, setup.sh python, setup.sh lock" ;;
esac
