"""How Prefect runs its migrations: in a worker thread of an event loop, to which env.py hands a coroutine."""

import anyio
from prefect.utilities.asyncutils import run_sync_in_worker_thread


def in_worker_thread(config, run):
    """Run env.py as ``prefect server database upgrade`` does."""
    anyio.run(run_sync_in_worker_thread, run)
