#!/bin/sh
# Copies Python, one virtual environment, and the shared libraries that they load into an empty root file system.
#   copy-python.sh ROOT VENV
set -eu
root=$1
venv=$2

mkdir -p "$root/usr/bin" "$root/usr/lib" "$root/etc" "$root/tmp"
chmod 1777 "$root/tmp"
for link in /bin /lib /lib64; do
    if [ -L "$link" ]; then cp -P "$link" "$root$link"; fi
done

cp -P --parents /usr/bin/python3 "$(readlink -f /usr/bin/python3)" "$root"
cp -R --parents "/usr/lib/$(basename "$(readlink -f /usr/bin/python3)")" /usr/share/zoneinfo "$venv" "$root"
rm -rf "$root"/usr/lib/python3*/ensurepip
cp --parents /etc/nsswitch.conf /etc/passwd /etc/group "$root"

{
    readlink -f /usr/bin/python3
    find /usr/lib/python3* "$venv" -name '*.so*' -type f
} | while read -r binary; do
    ldd "$binary" 2>/dev/null || true
done | sed -n 's/.*[[:space:]]\(\/[^ ]*\) (0x.*/\1/p' | sort -u | while read -r library; do
    # The wheels' own libraries are in the virtual environment already.
    case $library in "$venv"/*) continue ;; esac
    # /lib and /lib64 are links into /usr.
    cp -L --parents "$(readlink -f "$(dirname "$library")")/$(basename "$library")" "$root"
done
