# shellcheck shell=sh
# Sourced by ./ayni and ./test: makes .venv beside them from the hash-locked requirement files.
#
# Expects: $root (the checkout). Gives: $python (the environment's interpreter).
# Everything said here goes to stderr, so that a command's own output stays clean. What is not said in
# this file is done by Python; what is said here runs before Python is known to be there.
#
# A folder `wheels` beside this checkout makes it an offline kit: packages come from there and nothing else.
#
# A stamp is a copy of the lock file it was made from: comparing it costs one `cmp` and no Python.
# The lock on .venv.lock belongs to the open file, so it is released however this process ends.

venv=$root/.venv
python=$venv/bin/python

say() { printf 'ayni: %s\n' "$*" >&2; }

stop() {
    say "$@"
    exit 1
}

# up_to_date NAME: whether the environment was completed from the NAME lock as it is now.
up_to_date() {
    [ -x "$python" ] && cmp -s "$root/$1.lock" "$venv/$1.stamp"
}

# set_up NAME: bring the environment up to date with NAME.lock; nothing is done when it is.
set_up() {
    up_to_date "$1" && return 0
    [ -w "$root" ] || stop "this folder cannot be written to, so .venv cannot be made in it: $root
ayni: copy the folder to a place of your own and run the same command there."
    find_python
    ( : >>"$root/.venv.lock" ) 2>/dev/null || stop "cannot write $root/.venv.lock. Check the folder's owner and the free disk space."
    exec 9>>"$root/.venv.lock"
    if ! take_lock 'LOCK_EX | fcntl.LOCK_NB'; then
        say "another set-up is running in this folder; waiting for it to end ..."
        take_lock LOCK_EX || stop "could not wait for the other set-up; run the command again."
    fi
    up_to_date "$1" || install_lock "$1"
    exec 9>&-
}

take_lock() {
    "$base_python" -c "import fcntl; fcntl.flock(9, fcntl.$1)" 2>/dev/null
}

# find_python: set $base_python to the first Python that is new enough.
find_python() {
    base_python=
    for candidate in ${AYNI_PYTHON:+"$AYNI_PYTHON"} python3.11 python3.12 python3.13 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            base_python=$candidate
            return 0
        fi
        [ "$candidate" != "${AYNI_PYTHON:-}" ] || stop "AYNI_PYTHON=$AYNI_PYTHON is not a Python 3.11 or newer."
    done
    stop "Python 3.11 or newer was not found.
ayni: install it (Debian, Ubuntu: apt install python3.11 python3.11-venv; Fedora: dnf install python3.11)
ayni: or name one: AYNI_PYTHON=/path/to/python3.11 ./ayni ..."
}

# needs_compat: whether this is an x86 processor without what Polars' usual runtime is built for.
# AYNI_CPUINFO names another file to read, for the tests.
needs_compat() {
    flags=$(grep -m 1 '^flags' "${AYNI_CPUINFO:-/proc/cpuinfo}" 2>/dev/null) || return 1
    for flag in avx2 fma bmi1 bmi2 movbe; do
        case "$flags " in *" $flag "*) ;; *) return 0 ;; esac
    done
    return 1
}

install_lock() {
    rm -f "$venv/$1.stamp"
    if [ -d "$root/wheels" ]; then
        say "setting up from $1.lock and the kit's packages (once; needs no network) ..."
    else
        say "setting up from $1.lock (once; needs the package index) ..."
    fi
    make_venv
    if needs_compat; then
        say "this processor lacks AVX2 or its companions: adding Polars' compatible runtime."
        install_packages -r "$root/$1.lock" -r "$root/requirements-compat.lock"
    else
        install_packages -r "$root/$1.lock"
    fi
    # The path is relative to site-packages, so the folder may be moved or renamed later.
    for site in "$venv"/lib/python3*/site-packages; do
        printf '../../../../src\n' >"$site/ayni.pth" || stop "could not write into $site. Is the disk full?"
    done
    warm_up
    cp "$root/$1.lock" "$venv/$1.stamp.new" && mv "$venv/$1.stamp.new" "$venv/$1.stamp" ||
        stop "could not finish the set-up in $venv. Is the disk full?"
    say "ready."
}

make_venv() {
    if [ -x "$python" ] && { [ -d "$root/wheels" ] || "$python" -m pip --version >/dev/null 2>&1; }; then
        return 0 # an earlier set-up was interrupted, or a lock file changed: go on from there
    fi
    say "making .venv with $("$base_python" -V 2>&1) ..."
    if [ -d "$root/wheels" ]; then
        # The kit brings pip, so Debian's python3-venv need not be there.
        "$base_python" -m venv --clear --without-pip "$venv" >&2 || stop "could not make .venv. Is the disk full?"
        return 0
    fi
    "$base_python" -m venv --clear "$venv" >&2 || stop "could not make .venv.
ayni: on Debian and Ubuntu, the package python3-venv (or python3.11-venv) must be installed.
ayni: otherwise check the free disk space in $root"
}

install_packages() {
    if [ -d "$root/wheels" ]; then
        set -- --disable-pip-version-check --no-index --find-links "$root/wheels" --require-hashes "$@"
        for pip in "$root"/wheels/pip-*.whl; do
            "$python" "$pip/pip" install "$@" >&2 && return 0
        done
        stop "the packages could not be installed from $root/wheels. Is the disk full? Was the kit made for this kind of machine?"
    fi
    if [ "${AYNI_INSTALLER:-uv}" = uv ] && uv --version >/dev/null 2>&1; then
        uv pip install --python "$python" --require-hashes --compile-bytecode "$@" >&2 && return 0
        say "uv could not do it; trying pip ..."
    fi
    say "downloading and installing the packages (about 150 MB to fetch, a few minutes on a slow link) ..."
    "$python" -m pip install --disable-pip-version-check --require-hashes "$@" >&2 || stop "the packages could not be installed; what was fetched is kept, so running the command again goes on from there.
ayni: with no network here: on a connected machine of the same kind, in a copy of this folder, run
ayni:     python3.11 -m pip download -r requirements.lock -d wheels
ayni: carry the folder 'wheels' over, then run here
ayni:     PIP_NO_INDEX=1 PIP_FIND_LINKS=\"\$PWD/wheels\" AYNI_INSTALLER=pip ./ayni ..."
}

# Compile the kernels once, so that the first check does not wait for it. Not being able to is no
# reason to stop: they are compiled when they are first used.
warm_up() {
    say "compiling the kernels ..."
    "$python" -I -m ayni.warm >/dev/null 2>&1 || say "the kernels will be compiled when they are first used."
}
