#!/bin/bash
# Makes the repository, to which everybody may push, and serves it.
set -euo pipefail

git init --quiet --bare --initial-branch main /srv/git/deploy.git
git -C /srv/git/deploy.git config http.receivepack true
exec lighttpd -D -f /etc/lighttpd/git.conf
