# shellcheck shell=bash
# A Python of this machine's with packages of its own.

# Prints a virtual environment with what a requirements file names, made once for each content and Python.
#   python_with REQUIREMENTS-FILE
python_with() {
    local requirements=$1 folder
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
        fail "this needs Python 3.10 or newer, and python3 is $(python3 --version)"
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages "Installing Python packages" python3-venv
    folder=$CACHE/venv-$({ cat "$requirements" && python3 -c 'import sys; print(sys.prefix, sys.version)'; } |
        "${SHA256[@]}" | cut -c 1-12)
    once "$folder/whole" make_python "$folder" "$requirements"
    echo "$folder"
}

# Its programs name the folder in which it was made, so it is marked when it is whole, and not moved.
make_python() {
    local folder=$1 requirements=$2 whole=$3
    say "installing $(paste -s -d ' ' "$requirements") for $(python3 --version)"
    quietly "$CACHE/venv.log" python3 -m venv --clear "$folder"
    quietly "$CACHE/venv.log" persistently "$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
        --requirement "$requirements"
    touch "$whole"
}
