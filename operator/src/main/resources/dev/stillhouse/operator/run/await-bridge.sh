# Run with -c by the shell of the project's image: waits until the runner has brought the bridge, and has it started.
trap 'exit 143' TERM
: >"$STILLHOUSE_SOCKET.started"
shared=${STILLHOUSE_SOCKET%/*}
until [ -e "$shared/ready" ]; do
    # The image may have set a PATH that is of use to the application alone.
    (PATH=$PATH:/usr/bin:/bin && (sleep 0.02 || sleep 1)) || exit
done
exec "$shared/busybox" sh "$shared/start-bridge"
