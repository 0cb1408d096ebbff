"""Run with -c by the interpreter that spec.project.python names: starts the bridge once the runner has brought it."""

import gc
import json
import os
import runpy
import signal
import sys
import time

socket = os.environ["STILLHOUSE_SOCKET"]
shared = os.path.dirname(socket)

# Process 1 ignores signals that it does not handle.
signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
open(socket + ".started", "w").close()

if sys.version_info < (3, 8):
    message = "The interpreter %s, which spec.project.python names, is Python %d.%d. Name one of 3.8 or newer."
    reason = {"reason": "AlembicNotFound", "message": message % ((sys.executable,) + sys.version_info[:2])}
    with open(socket + ".failed.new", "w") as failed:
        json.dump(reason, failed)
    os.rename(socket + ".failed.new", socket + ".failed")
    sys.exit(1)

# The current folder, in which anything could be called alembic.
sys.path[:] = [entry for entry in sys.path if entry]
gc.disable()
try:
    # Takes about as long as the start of the runner. If it is not possible the bridge tells why.
    import alembic.config
except Exception:
    pass
gc.enable()

while not os.path.exists(os.path.join(shared, "ready")):
    time.sleep(0.005)
sys.argv[:] = ["stillhouse-bridge", "--socket", socket]
runpy.run_path(os.path.join(shared, "bridge"), run_name="__main__")
