#!/bin/sh
# Makes a virtual environment in the folder $1 with the first good Python of this machine.
# Each candidate is run, not only looked up: version managers leave names behind that do not run.
set -eu

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
chosen='' without_venv=''
for python in python3.13 python3.12 python3.14 python3.11 python3; do
    "$python" -c "$new_enough" >/dev/null 2>&1 || continue
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        chosen=$python
        break
    fi
    without_venv=${without_venv:-$python}
done

if [ -z "$chosen" ] && [ -n "$without_venv" ]; then
    echo "$without_venv cannot make virtual environments: its venv package is missing." >&2
    echo "On Debian and Ubuntu: sudo apt install $without_venv-venv" >&2
    exit 1
fi
if [ -z "$chosen" ]; then
    echo "Rukun needs Python 3.11 or newer; this machine has: $(python3 --version 2>/dev/null || echo none)." >&2
    echo "On Debian and Ubuntu: sudo apt install python3 python3-venv.   On macOS: brew install python@3.13" >&2
    exit 1
fi

echo "Making a virtual environment in $1 with $("$chosen" --version) …"
"$chosen" -m venv --clear "$1"
