# shellcheck shell=bash
# Everything that the entry points need: `source` this one file.

# A failure inside $(…) is a failure too. An older bash does not know this, and would go on after one.
if ! shopt -s inherit_errexit 2>/dev/null; then
    echo "[stillhouse] this needs bash 4.4 or newer, and is run by $BASH_VERSION; with Homebrew: brew install bash" >&2
    exit 1
fi

LIB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR
for file in common beside java engine base-image build-image node s3 flux images packaging go-tests programs promtool python schemas lint cluster \
    story local; do
    # shellcheck disable=SC1090 # the names are right above
    source "$LIB/$file.sh"
done
