# shellcheck shell=bash
# Everything that the entry points need: `source` this one file.

# A failure inside $(…) is a failure too; bash before 4.4 does not know this.
shopt -s inherit_errexit 2>/dev/null || true

LIB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR
for file in common java engine base-image build-image node s3 flux images packaging go-tests programs promtool python schemas lint cluster \
    story local; do
    # shellcheck disable=SC1090 # the names are right above
    source "$LIB/$file.sh"
done
